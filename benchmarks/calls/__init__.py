"""Call graphs against programs with expected ones: PyCG's micro-benchmark, Jarvis's, or a folder of the same form."""

"""How long it takes to generate a system: the sample, and an application of 100,000 lines that is made up here."""

"""Names of the modules that come with Python, of Python 2 as well."""

import sys

STDLIB = frozenset(sys.stdlib_module_names) | {
    *(
        "__builtin__",
        "ConfigParser",
        "cPickle",
        "cStringIO",
        "commands",
        "cookielib",
        "Cookie",
        "copy_reg",
        "dummy_thread",
        "htmlentitydefs",
    ),
    *("HTMLParser", "httplib", "Queue", "SocketServer", "StringIO", "thread", "Tkinter", "urllib2", "urlparse", "xmlrpclib", "UserDict"),
    *("BaseHTTPServer", "SimpleHTTPServer", "SimpleXMLRPCServer", "DocXMLRPCServer", "itertools", "md5", "sha", "sets", "distutils", "imp"),
    *(
        "_winreg",
        "winreg",
        "tkMessageBox",
        "tkFileDialog",
        "anydbm",
        "dbhash",
        "whichdb",
        "exceptions",
        "new",
        "popen2",
        "asyncore",
        "asynchat",
    ),
    *(
        "smtpd",
        "lib2to3",
        "asyncio",
        "optparse",
        "compiler",
        "user",
        "rfc822",
        "mimetools",
        "multifile",
        "sgmllib",
        "htmllib",
        "robotparser",
    ),
}

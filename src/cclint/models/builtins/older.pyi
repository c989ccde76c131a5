"""Names of Python 2 and of compatibility layers, for what they are called today."""

# found by: MimeWriter, mimetools, rfc822

# module: itertools
ifilter = builtins.filter
imap = builtins.map
izip = builtins.zip

# module: future_builtins
filter = builtins.filter
map = builtins.map
zip = builtins.zip

# module: six.moves
filter = builtins.filter
map = builtins.map
zip = builtins.zip
range = builtins.range
input = builtins.input
reduce = functools.reduce
StringIO = io.StringIO

# module: six
StringIO = io.StringIO
BytesIO = io.BytesIO
string_types = builtins.str
text_type = builtins.str
binary_type = builtins.bytes

# module: past.builtins
basestring = builtins.str
unicode = builtins.str

# module: types
StringType = builtins.str
UnicodeType = builtins.str
StringTypes = builtins.str
ListType = builtins.list
TupleType = builtins.tuple
DictType = builtins.dict
DictionaryType = builtins.dict
NoneType = builtins.NoneType
IntType = builtins.int
LongType = builtins.int
FloatType = builtins.float
BooleanType = builtins.bool

# module: string
strip = builtins.str.strip
lstrip = builtins.str.lstrip
rstrip = builtins.str.rstrip
split = builtins.str.split
splitfields = builtins.str.split
replace = builtins.str.replace
lower = builtins.str.lower
upper = builtins.str.upper
capitalize = builtins.str.capitalize
find = builtins.str.find

# module: UserDict
UserDict = collections.UserDict

# module: UserList
UserList = collections.UserList

# module: multiprocessing.pool
ThreadPool = multiprocessing.Pool

# module: multiprocessing.dummy
Pool = multiprocessing.Pool
Process = multiprocessing.Process
Pool = multiprocessing.Pool

# module: concurrent.futures.thread
ThreadPoolExecutor = concurrent.futures.ThreadPoolExecutor

# module: asyncio.events
get_event_loop = asyncio.get_event_loop

# module: rfc822
class Message(email.message.Message):
    def __init__(self, fp, seekable=1): ...
    def __setitem__(self, name, value): ...
    def getheader(self, name, default=None): ...
    def getrawheader(self, name, default=None): ...
    def get(self, name, default=None): ...
    def getheaders(self, name): ...
    def getaddr(self, name): ...
    def getaddrlist(self, name): ...

parseaddr = email.utils.parseaddr
dump_address_pair = email.utils.formataddr
formatdate = email.utils.formatdate

# module: mimetools
Message = rfc822.Message

# module: MimeWriter
class MimeWriter:
    def __init__(self, fp): ...
    def addheader(self, key, value, prefix=0): ...
    def startbody(self, ctype, plist=..., prefix=1): ...
    def startmultipartbody(self, subtype, boundary=None, plist=..., prefix=1): ...
    def nextpart(self): ...
    def lastpart(self): ...
    def flushheaders(self): ...

# module: popen2
class Popen3:
    def __init__(self, cmd, capturestderr=False, bufsize=-1): ...
    def wait(self): ...
    def poll(self): ...

class Popen4(Popen3): ...

# Run with cmake -P: writes OUTPUT, a C++ source that defines FUNCTION (a qualified name returning std::string_view over
# the octets of INPUT) and includes HEADER, where it is declared.
file(READ ${INPUT} hex HEX)
string(REGEX REPLACE "(..)" "0x\\1," octets "${hex}")
string(REGEX REPLACE "(................................................................................)" "\\1\n    " octets "${octets}")
file(WRITE ${OUTPUT} "// Made from ${NAME} by cmake/embed.cmake.
#include \"${HEADER}\"

namespace {
constexpr unsigned char octets[] = {
    ${octets}};
}

std::string_view ${FUNCTION}() { return {reinterpret_cast<const char*>(octets), sizeof octets}; }
")

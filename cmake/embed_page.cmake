# Run with cmake -P: writes OUTPUT, a C++ source with offices::desk::assets() over the files named in LIST (one a line),
# each compressed by GZIP; their paths are told from PAGE on.
file(STRINGS ${LIST} files)
set(arrays "")
set(rows "")
set(n 0)
foreach(file ${files})
  execute_process(COMMAND ${GZIP} -9 -n -c ${file} OUTPUT_FILE ${OUTPUT}.gz COMMAND_ERROR_IS_FATAL ANY)
  file(READ ${OUTPUT}.gz hex HEX)
  file(REMOVE ${OUTPUT}.gz)
  file(SHA256 ${file} hash)
  file(RELATIVE_PATH path ${PAGE} ${file})
  string(REGEX REPLACE "(..)" "0x\\1," octets "${hex}")
  string(APPEND arrays "constexpr unsigned char file_${n}[] = {${octets}};\n")
  string(APPEND rows "    {\"/${path}\", \"${hash}\", {reinterpret_cast<const char*>(file_${n}), sizeof file_${n}}},\n")
  math(EXPR n "${n} + 1")
endforeach()
if(n EQUAL 0)
  set(body "return {};")
else()
  set(body "static const Asset table[] = {\n${rows}  };\n  return table;")
endif()
file(WRITE ${OUTPUT} "// Made from ui/dist by cmake/embed_page.cmake.
#include \"desk/asset.hpp\"

namespace offices::desk {
namespace {
${arrays}}  // namespace

std::span<const Asset> assets() {
  ${body}
}

}  // namespace offices::desk
")

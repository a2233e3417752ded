# What the module desk needs beside its sources: the built page, where there is one (ui/dist, made by the package in ui/),
# and the OpenAPI document.
set(OFFICES_DESK AUTO CACHE STRING "embed the page in ui/dist: ON, OFF, or AUTO (where it has been built)")
set(page ${CMAKE_SOURCE_DIR}/ui/dist)
file(GLOB_RECURSE page_files CONFIGURE_DEPENDS ${page}/*)
list(FILTER page_files EXCLUDE REGEX "\\.map$")
if(OFFICES_DESK STREQUAL "OFF" OR NOT EXISTS ${page}/index.html)
  if(OFFICES_DESK STREQUAL "ON")
    message(FATAL_ERROR "OFFICES_DESK is ON and ui/dist holds no page: build it first")
  endif()
  set(page_files "")
endif()
find_program(GZIP gzip REQUIRED)
set(page_table ${CMAKE_BINARY_DIR}/generated/desk_page.cpp)
string(REPLACE ";" "\n" page_list "${page_files}")
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/desk_page.list CONTENT "${page_list}" @ONLY)
add_custom_command(OUTPUT ${page_table}
  COMMAND ${CMAKE_COMMAND} -DLIST=${CMAKE_BINARY_DIR}/generated/desk_page.list -DPAGE=${page} -DOUTPUT=${page_table} -DGZIP=${GZIP}
          -P ${CMAKE_SOURCE_DIR}/cmake/embed_page.cmake
  DEPENDS ${page_files} ${CMAKE_BINARY_DIR}/generated/desk_page.list ${CMAKE_SOURCE_DIR}/cmake/embed_page.cmake VERBATIM)

set(api_document ${CMAKE_SOURCE_DIR}/ui/api/openapi.json)
set(embedded_document ${CMAKE_BINARY_DIR}/generated/api_document.cpp)
add_custom_command(OUTPUT ${embedded_document}
  COMMAND ${CMAKE_COMMAND} -DINPUT=${api_document} -DOUTPUT=${embedded_document} -DNAME=ui/api/openapi.json
          -DHEADER=desk/asset.hpp -DFUNCTION=offices::desk::api_document -P ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
  DEPENDS ${api_document} ${CMAKE_SOURCE_DIR}/cmake/embed.cmake VERBATIM)
target_sources(desk PRIVATE ${page_table} ${embedded_document})

# What the module cli needs beside its sources: the example case that is built in, and the version.
set(case_file ${CMAKE_SOURCE_DIR}/examples/dushanbe-2025/case.json)
set(embedded ${CMAKE_BINARY_DIR}/generated/built_in_case_file.cpp)
add_custom_command(OUTPUT ${embedded}
  COMMAND ${CMAKE_COMMAND} -DINPUT=${case_file} -DOUTPUT=${embedded} -DNAME=examples/dushanbe-2025/case.json
          -DHEADER=cli/case_file.hpp -DFUNCTION=offices::cli::built_in_case_file -P ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
  DEPENDS ${case_file} ${CMAKE_SOURCE_DIR}/cmake/embed.cmake VERBATIM)
target_sources(cli PRIVATE ${embedded})
set_source_files_properties(${CMAKE_SOURCE_DIR}/src/cli/version.cpp PROPERTIES
  COMPILE_DEFINITIONS "OFFICES_VERSION=\"${PROJECT_VERSION}\"")

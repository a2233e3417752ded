# Compiler and linker flags of every target, as the interface library `flags`.
add_library(flags INTERFACE)
target_include_directories(flags INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Werror
  -fstack-protector-strong -fno-omit-frame-pointer)
if(CMAKE_CXX_COMPILER_ID MATCHES Clang AND CMAKE_CXX_COMPILER_LAUNCHER MATCHES ccache)
  # Lets ccache reuse what was compiled with a precompiled header.
  target_compile_options(flags INTERFACE "SHELL:-Xclang -fno-pch-timestamp")
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
  # libstdc++ 12's own stable_sort uses a function that it has deprecated itself.
  target_compile_options(flags INTERFACE -Wno-deprecated-declarations)
endif()
# What tests say themselves is to be compiled soon rather than to run fast.
set(is_test $<BOOL:$<TARGET_PROPERTY:OFFICES_TEST>>)
if(NOT OFFICES_SANITIZE)
  target_compile_options(flags INTERFACE $<${is_test}:-O1>)
  target_compile_definitions(flags INTERFACE $<$<CONFIG:Release>:_FORTIFY_SOURCE=2>)
  target_link_options(flags INTERFACE -Wl,-z,relro,-z,now -pie)
else()
  target_compile_options(flags INTERFACE -fsanitize=${OFFICES_SANITIZE} -fno-sanitize-recover=all -g1 $<IF:${is_test},-O0,-O1>)
  target_link_options(flags INTERFACE -fsanitize=${OFFICES_SANITIZE})
endif()
if(OFFICES_FUZZ)
  target_compile_options(flags INTERFACE -fsanitize=fuzzer-no-link)
  target_link_options(flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

# SPDX-License-Identifier: Apache-2.0
# Build helpers: one way to declare a library, a test and a benchmark.

add_library(gatewright_options INTERFACE)
target_include_directories(gatewright_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(gatewright_options INTERFACE -Wall -Wextra -Wshadow -Wconversion
                       -Wno-sign-conversion -Wnon-virtual-dtor -Wold-style-cast)
# Assertions name files as the project does: no path of the building machine in the program.
target_compile_options(gatewright_options INTERFACE -fmacro-prefix-map=${PROJECT_SOURCE_DIR}/=)
if(GATEWRIGHT_WERROR)
  target_compile_options(gatewright_options INTERFACE -Werror)
endif()
if(GATEWRIGHT_SANITIZE)
  # GCC 12 reports members of std::variant as maybe uninitialised when it instruments them.
  target_compile_options(gatewright_options INTERFACE -fsanitize=address,undefined
                         -fno-sanitize-recover=undefined -Wno-maybe-uninitialized)
  target_link_options(gatewright_options INTERFACE -fsanitize=address,undefined)
endif()
if(GATEWRIGHT_COVERAGE)
  target_compile_options(gatewright_options INTERFACE --coverage)
  target_link_options(gatewright_options INTERFACE --coverage)
endif()

# gatewright_library(NAME SOURCES ... [DEPS ...]): a static library of one folder. DEPS are the
# libraries whose folders it may include, each named; Folders.* in verif/project holds it to that.
function(gatewright_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC gatewright_options fmt::fmt ${ARG_DEPS})
  file(RELATIVE_PATH folder ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
  list(JOIN ARG_DEPS " " deps)
  set_property(GLOBAL APPEND_STRING PROPERTY GATEWRIGHT_FOLDERS "${name} ${folder} ${deps}\n")
endfunction()

# Writes build/folders.txt for the test of the folders: "library folder dependency ..." a line.
function(gatewright_write_folders)
  get_property(folders GLOBAL PROPERTY GATEWRIGHT_FOLDERS)
  file(GENERATE OUTPUT ${PROJECT_BINARY_DIR}/folders.txt CONTENT "${folders}")
endfunction()

# gatewright_test(NAME SOURCES ... [DEPS ...] [TIMEOUT seconds] [TOGETHER]): GoogleTest cases, one
# ctest each; TOGETHER: one for all, for suites whose cases share what takes long to make. The
# timeout is for tests that hang, not for those that are slow: no case takes more than a minute on
# an idle machine, and a machine with sixteen busy processes gives a test a ninth of it.
function(gatewright_test name)
  if(NOT BUILD_TESTING)
    return()
  endif()
  cmake_parse_arguments(ARG "TOGETHER" "TIMEOUT" "SOURCES;DEPS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 1800)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE gatewright_options GTest::gmock_main ${ARG_DEPS})
  target_compile_definitions(${name} PRIVATE GATEWRIGHT_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  if(ARG_TOGETHER)
    add_test(NAME ${name} COMMAND ${name})
    # The longest first, so that none runs alone at the end.
    set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} COST 100)
  else()
    gtest_discover_tests(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} DISCOVERY_TIMEOUT 600)
  endif()
endfunction()

# gatewright_bench(NAME SOURCES ... [DEPS ...]): a Google Benchmark program, run by hand with
# `cmake --build build/release --target bench`; never part of the tests.
add_custom_target(bench)
function(gatewright_bench name)
  if(NOT TARGET benchmark::benchmark)
    return()
  endif()
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} EXCLUDE_FROM_ALL ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE gatewright_options benchmark::benchmark_main ${ARG_DEPS})
  add_custom_target(run_${name} COMMAND ${name} DEPENDS ${name} USES_TERMINAL)
  add_dependencies(bench run_${name})
endfunction()

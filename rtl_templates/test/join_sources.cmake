# SPDX-License-Identifier: Apache-2.0
# After Verilator has written its files with PREFIX into FOLDER: joins them into PREFIX__ALL.cpp, and
# writes PREFIX.d, the Verilog files they were made from.
file(GLOB sources RELATIVE ${FOLDER} ${FOLDER}/*.cpp)
list(SORT sources)
set(text "")
foreach(source IN LISTS sources)
  string(APPEND text "#include \"${source}\"\n")
endforeach()
file(WRITE ${FOLDER}/${PREFIX}__ALL.cpp "${text}")

file(READ ${FOLDER}/${PREFIX}__ver.d text)
string(REGEX MATCHALL "[^ \n]+\\.vh?( |\n|$)" modules "${text}")
string(REPLACE ";" " " modules "${modules}")
string(REPLACE "\n" "" modules "${modules}")
file(WRITE ${FOLDER}/${PREFIX}.d "${FOLDER}/${PREFIX}__ALL.cpp: ${modules}\n")

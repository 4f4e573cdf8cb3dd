# SPDX-License-Identifier: Apache-2.0
# Writes OUTPUT, a C++ file that holds every file of FILES as a raw string: the definition of
# FUNCTION, which HEADER declares as `const std::vector<TYPE>& FUNCTION()`, TYPE being {name, text}.
# A text holds what its file includes ("`include" of Verilog, beside it), so that it stands alone, and
# no SPDX line: that is about the file in our tree, what users make of the text is theirs.
set(text "#include \"${HEADER}\"\n\nnamespace gatewright {\n\n")
string(APPEND text "const std::vector<${TYPE}>& ${FUNCTION}() {\n")
string(APPEND text "  static const std::vector<${TYPE}> files = {\n")
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME_WE)
  get_filename_component(folder ${file} DIRECTORY)
  file(READ ${file} content)
  string(REGEX REPLACE "^// SPDX-License-Identifier: [^\n]*\n" "" content "${content}")
  while(content MATCHES "`include \"([a-z_]+\\.vh)\"\n")
    set(name_included ${CMAKE_MATCH_1})
    file(READ ${folder}/${name_included} included)
    string(REGEX REPLACE "^// SPDX-License-Identifier: [^\n]*\n" "" included "${included}")
    string(REPLACE "`include \"${name_included}\"\n" "${included}" content "${content}")
  endwhile()
  # Compilers limit the length of one literal: cut at line ends into pieces.
  string(LENGTH "${content}" length)
  set(pieces "")
  set(at 0)
  while(at LESS length)
    string(SUBSTRING "${content}" ${at} 8000 piece)
    string(APPEND pieces "R\"GWV(${piece})GWV\"\n")
    math(EXPR at "${at} + 8000")
  endwhile()
  string(APPEND text "    {\"${name}\", ${pieces}},\n")
endforeach()
string(APPEND text "  };\n  return files;\n}\n\n}  // namespace gatewright\n")
file(WRITE ${OUTPUT} "${text}")

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "synth/liberty_groups.h"

namespace gatewright {

/// A Liberty file that was read: `root` is the tree of `text` (LibertyDetail::kTables).
struct LibraryFile {
  std::string path;
  std::string text;
  LibertyGroup root;
};

/// What a text for a tool contains.
enum class LibraryUse {
  kMapping,  ///< functions, areas and timing: what mappers and timing tools look at
  kPower,    ///< internal energies and leakage too
};

/// One Liberty text of the cells for which `keep` holds, cut out of the files: byte for byte, so
/// nothing is rounded. Not in it: models of wires, which no number of ours contains, though a tool
/// would take the library's by default; waveforms of composite current sources, which are nine
/// tenths of some files; for mapping energies and leakage. The head is that of the first file;
/// templates of the others come under another name where the first has one of that name.
std::string LibraryText(const std::vector<LibraryFile>& files, LibraryUse use,
                        const std::function<bool(const std::string& cell)>& keep);

}  // namespace gatewright

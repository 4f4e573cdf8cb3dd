// SPDX-License-Identifier: Apache-2.0
// Writes the modules of the sample register maps for the test that simulates them, each with a
// header that gives its ports by number: register_samples FOLDER.

#include <fmt/format.h>

#include <fstream>
#include <iostream>

#include "generator/registers/print.h"
#include "generator/registers/samples_test_util.h"

namespace gatewright {
namespace {

std::string Lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

/// Ports in the order of the map: settings, sticky bits, counts.
std::string PortsText(const RegisterMap& map) {
  std::string settings;
  std::string sticky;
  int setting_count = 0;
  int sticky_count = 0;
  for (const Register& reg : map.registers) {
    for (const Field& field : reg.fields) {
      const std::string name = SignalName(reg, field);
      if (reg.kind == RegisterKind::kSetting) {
        settings += fmt::format("    case {}: return model.{}_o;\n", setting_count++, name);
      } else if (reg.kind == RegisterKind::kSticky) {
        sticky +=
            fmt::format("    case {}: Put(model.{}_i, value); break;\n", sticky_count++, name);
      }
    }
  }
  std::string counts;
  for (size_t i = 0; i < map.counters.size(); ++i) {
    counts += fmt::format("    case {}: Put(model.{}_i, value); break;\n", i,
                          Lower(map.counters[i].name));
  }
  return fmt::format(
      "#pragma once\n"
      "struct Ports_{0} {{\n"
      "  template <typename T> static void Put(T& port, unsigned value) {{\n"
      "    port = static_cast<T>(value);\n  }}\n"
      "  template <typename M> static unsigned Setting(M& model, int index) {{\n"
      "    switch (index) {{\n{1}    }}\n    return 0;\n  }}\n"
      "  template <typename M> static void Sticky(M& model, int index, unsigned value) {{\n"
      "    switch (index) {{\n{2}    }}\n  }}\n"
      "  template <typename M> static void Count(M& model, int index, unsigned value) {{\n"
      "    switch (index) {{\n{3}    }}\n  }}\n"
      "}};\n",
      RegisterModuleName(map), settings, sticky, counts);
}

int WriteSamples(const std::string& folder) {
  for (const RegisterMap& map : SampleRegisterMaps()) {
    const std::string path = folder + "/" + RegisterModuleName(map);
    std::ofstream verilog(path + ".v");
    verilog << PrintRegisterModule(map);
    std::ofstream ports(path + "_ports.h");
    ports << PortsText(map);
    if (!verilog.flush() || !ports.flush()) {
      std::cerr << path << ": cannot write\n";
      return 1;
    }
  }
  return 0;
}

}  // namespace
}  // namespace gatewright

int main(int argc, char** argv) { return argc == 2 ? gatewright::WriteSamples(argv[1]) : 2; }

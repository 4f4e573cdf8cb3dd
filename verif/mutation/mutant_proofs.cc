// SPDX-License-Identifier: Apache-2.0
// Proves that a mutant is equivalent to the original.
#include "verif/mutation/mutant_proofs.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <random>
#include <vector>

#include "generator/base/process.h"
#include "generator/base/write_tree.h"

namespace gatewright {
namespace {

constexpr int kProofSeconds = 15;
constexpr int kRandomCycles = 1500;  ///< of 64 runs at a time
constexpr int kInduction = 4;        ///< cycles
constexpr int kFewSeconds = 3;
constexpr int kRounds = 3;
constexpr int kRandomStates = 32;  ///< times 64

using Values = std::vector<AigValue>;

/// Of the values of all nodes that of one value.
AigValue Of(const Values& values, AigValue value) { return values[value >> 1] ^ (value & 1); }

Values Inputs(size_t count, AigBuilder* graph) {
  Values inputs(count);
  for (AigValue& input : inputs) input = graph->Input();
  return inputs;
}

/// Inputs of the circuit with the number of a mutant.
template <typename Value>
std::vector<Value> Woken(const MutantModel& model, std::vector<Value> inputs, int number,
                         Value one) {
  for (size_t bit = 0; bit < model.wake.size(); ++bit) {
    inputs[model.wake[bit]] = (number >> bit & 1) != 0 ? one : 0;
  }
  return inputs;
}

/// Original and mutant on the same inputs, [nodes] each.
struct Both {
  Values original, mutant;
};

/// 1 where a value differs between both.
AigValue Differs(const Both& both, AigValue value, AigBuilder* graph) {
  return graph->Xor(both.original[value >> 1], both.mutant[value >> 1]);
}

/// Both in a graph. What they read from one address is the same, from different ones anything.
Both CopyBoth(const MutantModel& model, int number, const Values& inputs, const Values& original,
              const Values& mutant, AigBuilder* graph) {
  const auto copy = [&](Values sources, const Values& registers) {
    sources.insert(sources.end(), registers.begin(), registers.end());
    return graph->Copy(model.aig, sources);
  };
  Both both;
  both.original = copy(Woken<AigValue>(model, inputs, 0, 1), original);
  Values woken = Woken<AigValue>(model, inputs, number, 1);
  both.mutant = copy(woken, mutant);
  bool others = false;
  for (const MutantModel::Read& read : model.reads) {
    AigValue same = 1;
    for (const size_t address : read.address) {
      const AigValue bit = model.aig.driven[address];
      same = graph->And(same, Differs(both, bit, graph) ^ 1);
    }
    if (same == 1) continue;
    others = true;
    for (const size_t data : read.data) {
      woken[data] = graph->Mux(same, inputs[data], graph->Input());
    }
  }
  if (others) both.mutant = copy(woken, mutant);
  return both;
}

/// 1 where what is shown or written differs.
AigValue DiffersOutside(const MutantModel& model, const Both& both, AigBuilder* graph) {
  AigValue wrong = 0;
  for (const size_t output : model.compared) {
    wrong = graph->Or(wrong, Differs(both, model.aig.driven[output], graph));
  }
  return wrong;
}

/// Original and mutant in 64 random runs.
class RandomRuns {
 public:
  RandomRuns(const MutantModel& model, int number)
      : model_(model), number_(number), original_(model.aig.nodes()), mutant_(original_) {}

  /// The same random state in both.
  void Start() {
    for (size_t k = 0; k < model_.aig.next.size(); ++k) {
      original_[model_.aig.first_register() + k] = mutant_[model_.aig.first_register() + k] =
          random_();
    }
  }
  /// The logic of a cycle on random inputs; true if it shows or writes a difference.
  bool Cycle(uint64_t reset) {
    std::vector<uint64_t> inputs(model_.aig.inputs.size());
    for (uint64_t& input : inputs) input = random_();
    inputs[model_.reset] = reset;
    Set(Woken<uint64_t>(model_, inputs, 0, ~uint64_t{0}), &original_);
    Evaluate(model_.aig, &original_);
    inputs = Woken<uint64_t>(model_, std::move(inputs), number_, ~uint64_t{0});
    Set(inputs, &mutant_);
    Evaluate(model_.aig, &mutant_);
    if (ReadOthers(&inputs)) {
      Set(inputs, &mutant_);
      Evaluate(model_.aig, &mutant_);
    }
    for (const size_t output : model_.compared) {
      if (Difference(model_.aig.driven[output]) != 0) return true;
    }
    return false;
  }
  /// Lanes in which a value differs.
  uint64_t Difference(AigValue value) const {
    return Lanes(original_, value) ^ Lanes(mutant_, value);
  }
  void Edge() {
    Edge(&original_);
    Edge(&mutant_);
  }
  /// Low in one of 64 lanes and cycles.
  uint64_t FewResets() {
    uint64_t low = random_();
    for (int k = 0; k < 5; ++k) low &= random_();
    return ~low;
  }

 private:
  static void Set(const std::vector<uint64_t>& inputs, std::vector<uint64_t>* values) {
    std::copy(inputs.begin(), inputs.end(), values->begin() + 1);
  }
  /// What the mutant reads where its address is another; false if it is everywhere the same.
  bool ReadOthers(std::vector<uint64_t>* inputs) {
    bool others = false;
    for (const MutantModel::Read& read : model_.reads) {
      uint64_t other = 0;
      for (const size_t address : read.address) other |= Difference(model_.aig.driven[address]);
      if (other == 0) continue;
      others = true;
      for (const size_t data : read.data) (*inputs)[data] ^= random_() & other;
    }
    return others;
  }
  void Edge(std::vector<uint64_t>* values) {
    next_.resize(model_.aig.next.size());
    for (size_t k = 0; k < next_.size(); ++k) next_[k] = Lanes(*values, model_.aig.next[k]);
    std::copy(next_.begin(), next_.end(),
              values->begin() + static_cast<std::ptrdiff_t>(model_.aig.first_register()));
  }

  const MutantModel& model_;
  int number_;
  std::mt19937_64 random_{1};
  std::vector<uint64_t> original_, mutant_, next_;
};

/// Marks which registers ever differ from reset on; false if both show a difference.
bool FindDifferences(const MutantModel& model, int number, std::vector<bool>* differs) {
  RandomRuns runs(model, number);
  runs.Start();
  for (int cycle = 0; cycle < kRandomCycles; ++cycle) {
    if (runs.Cycle(cycle == 0 ? 0 : runs.FewResets())) return false;
    for (size_t k = 0; k < differs->size(); ++k) {
      if (runs.Difference(model.aig.next[k]) != 0) (*differs)[k] = true;
    }
    runs.Edge();
  }
  return true;
}

/// What yosys-abc says of a circuit that is 1 where something is wrong; nothing where it takes
/// long.
Result<std::string> Ask(const std::string& file, const std::string& circuit,
                        const std::string& commands) {
  const Status written = WriteFileAtomically(file, circuit);
  if (!written) return written.errors();
  // In the folder of the circuit: iprove leaves a log where it runs.
  const std::filesystem::path path = std::filesystem::absolute(file);
  Result<ProcessResult> run =
      RunProcess({"timeout", std::to_string(2 * kProofSeconds), "yosys-abc", "-q",
                  fmt::format("read_aiger {}; strash; {}", path.filename().string(), commands)},
                 path.parent_path().string());
  if (!run) return run.errors();
  return run->exit_code == 0 ? run->output : std::string();
}

bool Says(const Result<std::string>& output, const std::string& verdict) {
  return output.ok() && output->find(verdict) != std::string::npos;
}

enum class Verdict { kProven, kBroken, kUnknown };

/// Whether a circuit is 1 in no cycle: by induction over a few cycles, else by property-directed
/// reachability.
Result<Verdict> NeverIs(const std::string& file, const std::string& circuit) {
  const Result<std::string> few =
      Ask(file, circuit,
          fmt::format("bmc3 -F {} -T {}; ind -F {} -T {}", 2 * kInduction, kFewSeconds, kInduction,
                      kFewSeconds));
  if (!few) return few.errors();
  if (Says(few, "was asserted")) return Verdict::kBroken;
  const std::string begun = fmt::format("No output asserted in {} frames", 2 * kInduction);
  if (Says(few, "Networks are equivalent") && Says(few, begun)) return Verdict::kProven;
  const Result<std::string> all = Ask(file, circuit, fmt::format("pdr -T {}", kProofSeconds));
  if (!all) return all.errors();
  if (Says(all, "Property proved")) return Verdict::kProven;
  return Says(all, "was asserted") ? Verdict::kBroken : Verdict::kUnknown;
}

/// Original and mutant over cycles, from a state that is the same and anything, through a reset.
/// Registers marked in `differs` are there twice, the others once.
struct OverCycles {
  AigBuilder graph;
  std::vector<AigBuilder::Register> registers;
  AigValue wrong = 0;            ///< 1 where something else differs
  std::vector<bool> may_differ;  ///< of the others, those whose next values are not the same logic
};

OverCycles MakeOverCycles(const MutantModel& model, int number, const std::vector<bool>& differs) {
  OverCycles made;
  AigBuilder& graph = made.graph;
  Values inputs = Inputs(model.aig.inputs.size(), &graph);
  const Values original = Inputs(differs.size(), &graph);
  Values mutated = original;
  for (size_t k = 0; k < differs.size(); ++k) {
    if (differs[k]) mutated[k] = graph.Input();
  }
  // In the first cycle registers take any value, the same in both; in the second they are reset.
  const AigValue awake = graph.Input(), begun = graph.Input();
  made.registers = {{awake, 1}, {begun, awake}};
  inputs[model.reset] = graph.And(inputs[model.reset], begun);
  const Both both = CopyBoth(model, number, inputs, original, mutated, &graph);
  AigValue wrong = DiffersOutside(model, both, &graph);
  made.may_differ.resize(differs.size(), false);
  for (size_t k = 0; k < differs.size(); ++k) {
    const AigValue next = model.aig.next[k], any = graph.Input();
    made.registers.push_back({original[k], graph.Mux(awake, Of(both.original, next), any)});
    if (differs[k]) {
      made.registers.push_back({mutated[k], graph.Mux(awake, Of(both.mutant, next), any)});
      continue;
    }
    // One register stands for both: it may, as long as their next values are the same.
    const AigValue differ = Differs(both, next, &graph);
    made.may_differ[k] = differ != 0;
    wrong = graph.Or(wrong, differ);
  }
  made.wrong = graph.And(wrong, awake);
  return made;
}

}  // namespace

Result<MutantProofs> MutantProofs::Make(const MutatedDesign& design) {
  const Result<std::string> abc = FindTool("yosys-abc");
  if (!abc) return abc.errors();
  Result<MutantModel> model = MakeMutantModel(design);
  if (!model) return model.errors();
  return MutantProofs(std::move(*model), design.folder);
}

Result<bool> MutantProofs::InOneCycle(const Mutant& mutant) const {
  RandomRuns runs(model_, mutant.number);
  for (int k = 0; k < kRandomStates; ++k) {
    runs.Start();
    if (runs.Cycle(k % 4 == 0 ? 0 : runs.FewResets())) return false;
    for (const AigValue next : model_.aig.next) {
      if (runs.Difference(next) != 0) return false;
    }
  }
  AigBuilder graph;
  const Values inputs = Inputs(model_.aig.inputs.size(), &graph);
  const Values registers = Inputs(model_.aig.next.size(), &graph);
  const Both both = CopyBoth(model_, mutant.number, inputs, registers, registers, &graph);
  AigValue wrong = DiffersOutside(model_, both, &graph);
  for (const AigValue next : model_.aig.next) {
    wrong = graph.Or(wrong, Differs(both, next, &graph));
  }
  if (wrong == 0) return true;
  const Result<std::string> answer = Ask(fmt::format("{}/proof_{}_one.aig", folder_, mutant.number),
                                         graph.Write({}, {wrong}), "iprove");
  if (!answer) return answer.errors();
  return Says(answer, "UNSATISFIABLE");
}

Result<bool> MutantProofs::FromReset(const Mutant& mutant) const {
  std::vector<bool> differs(model_.aig.next.size(), false);
  if (!FindDifferences(model_, mutant.number, &differs)) return false;
  for (int round = 0; round < kRounds; ++round) {
    const OverCycles both = MakeOverCycles(model_, mutant.number, differs);
    if (both.wrong == 0) return true;
    const Result<Verdict> verdict = NeverIs(fmt::format("{}/proof_{}.aig", folder_, mutant.number),
                                            both.graph.Write(both.registers, {both.wrong}));
    if (!verdict) return verdict.errors();
    if (*verdict != Verdict::kBroken) return *verdict == Verdict::kProven;
    // Others differ too, more rarely than random runs show: those that read the ones that do.
    bool more = false;
    for (size_t k = 0; k < differs.size(); ++k) {
      more = more || both.may_differ[k];
      if (both.may_differ[k]) differs[k] = true;
    }
    if (!more) return false;
  }
  return false;
}

}  // namespace gatewright

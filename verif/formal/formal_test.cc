// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <string_view>

#include "verif/formal/formal_proof.h"

namespace gatewright {
namespace {

using Verdict = FormalOutcome::Verdict;

std::vector<FormalProof> QuickProofs() {
  std::vector<FormalProof> proofs;
  for (FormalProof& proof : FormalProofs()) {
    if (proof.quick) proofs.push_back(std::move(proof));
  }
  return proofs;
}

const FormalProof& Named(std::string_view name) {
  static const std::vector<FormalProof> proofs = FormalProofs();
  return *std::find_if(proofs.begin(), proofs.end(),
                       [&name](const FormalProof& proof) { return proof.name == name; });
}

class FormalQuick : public testing::TestWithParam<FormalProof> {};

/// The suite injects the last fault of each; prove_formal all of them.
TEST_P(FormalQuick, HoldsAndBreaksOnAnInjectedFault) {
  const Result<FormalOutcome> outcome = Prove(GetParam());
  ASSERT_TRUE(outcome.ok()) << ToString(outcome.errors());
  EXPECT_EQ(outcome->verdict, Verdict::kProven);
  const Result<FormalOutcome> injected = Prove(GetParam(), &GetParam().faults.back());
  ASSERT_TRUE(injected.ok()) << ToString(injected.errors());
  EXPECT_EQ(injected->verdict, Verdict::kBroken) << GetParam().faults.back().name;
  EXPECT_GT(injected->cycles, 0);
}

INSTANTIATE_TEST_SUITE_P(Templates, FormalQuick, testing::ValuesIn(QuickProofs()),
                         [](const auto& which) {
                           std::string name;
                           for (const char c : which.param.name) {
                             if (std::isalnum(static_cast<unsigned char>(c)) != 0) name += c;
                           }
                           return name;
                         });

TEST(Formal, EveryProofHasANameOfItsOwnAWordedPropertyAndAFaultToFind) {
  std::set<std::string> names;
  for (const FormalProof& proof : FormalProofs()) {
    EXPECT_TRUE(names.insert(proof.name).second) << proof.name;
    EXPECT_FALSE(proof.property.empty()) << proof.name;
    EXPECT_FALSE(proof.faults.empty()) << proof.name;
  }
}

TEST(Formal, TextOfEveryInjectedFaultStandsInItsModule) {
  for (const FormalProof& proof : FormalProofs()) {
    for (const InjectedFault& fault : proof.faults) {
      std::string text = TemplateText(fault.module);
      for (const RtlTemplate& written : proof.written) {
        if (written.module == fault.module) text = written.text;
      }
      const Status injected = Inject(fault, &text);
      EXPECT_TRUE(injected.ok()) << proof.name << ", " << fault.name;
    }
  }
}

TEST(Formal, OtherToolsAgreeWithinABound) {
  const FormalProof& proof = Named("thresholds");
  const Result<FormalOutcome> good = CheckBounded(proof, 10);
  ASSERT_TRUE(good.ok()) << ToString(good.errors());
  EXPECT_EQ(good->verdict, Verdict::kProven);
  const Result<FormalOutcome> bad = CheckBounded(proof, 10, &proof.faults.back());
  ASSERT_TRUE(bad.ok()) << ToString(bad.errors());
  EXPECT_EQ(bad->verdict, Verdict::kBroken);
}

TEST(Formal, FaultWhoseTextIsGoneOrModuleIsNotThereIsAnError) {
  const InjectedFault gone{"", "axi_lite", "no such text", ""};
  EXPECT_FALSE(Prove(Named("AXI4-Lite"), &gone).ok());
  const InjectedFault elsewhere{"", "axis_in", "start_q  <= start & ~valid_end;", ""};
  EXPECT_FALSE(Prove(Named("AXI4-Lite"), &elsewhere).ok());
}

}  // namespace
}  // namespace gatewright

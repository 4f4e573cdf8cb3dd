// SPDX-License-Identifier: Apache-2.0
// Memory images of a design, and the integer network read back from them.
#include "generator/pack/pack.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <cassert>

#include "generator/base/rounding.h"
#include "generator/pack/weights.h"

namespace gatewright {
namespace {

/// The low `bits` (1..64) set.
uint64_t Mask(int bits) {
  assert(bits >= 1 && bits <= 64);
  return ~uint64_t{0} >> (64 - bits);
}

MemoryImage PackRows(const Plan& plan, const IntNetwork& network) {
  const int acc = plan.formats.acc_bits;
  const int extra = plan.formats.row_shift_bits;
  MemoryImage image = BlankImage("rows.hex", plan.pes * (acc + extra), plan.slots);
  for (size_t k = 0; k < plan.layers.size(); ++k) {
    const LayerPlan& place = plan.layers[k];
    const IntLayer& layer = network.layers[k];
    for (int row = 0; row < layer.sums(); ++row) {
      const int unit = row % layer.units;
      const int slot = place.slot(row / layer.units, unit, plan.pes);
      const int pe = unit % plan.pes;
      const size_t r = static_cast<size_t>(row);
      image.Set(slot, pe * acc, acc, static_cast<uint64_t>(layer.bias[r]));
      if (extra > 0) image.Set(slot, plan.pes * acc + pe * extra, extra, layer.row_shift[r]);
    }
  }
  return image;
}

MemoryImage PackTable(const std::string& file, int width, const std::vector<int32_t>& table) {
  MemoryImage image = BlankImage(file, width, static_cast<int64_t>(table.size()));
  for (size_t i = 0; i < table.size(); ++i) {
    image.Set(static_cast<int64_t>(i), 0, width,
              static_cast<uint64_t>(static_cast<int64_t>(table[i])));
  }
  return image;
}

std::string Hash(const Plan& plan, const std::vector<MemoryImage>& images) {
  XXH3_state_t* state = XXH3_createState();
  XXH3_64bits_reset(state);
  for (const MemoryImage& image : images) {
    const std::string head = fmt::format("{} {} {}\n", image.file, image.width, image.words);
    XXH3_64bits_update(state, head.data(), head.size());
    XXH3_64bits_update(state, image.limbs.data(), image.limbs.size() * sizeof(uint64_t));
  }
  // Lines are constants of the RTL, no memory; they are part of the network's numbers all the same.
  for (const PwlLines* lines : {&plan.sigmoid, &plan.tanh}) {
    for (const PwlLine& line : lines->lines) {
      XXH3_64bits_update(state, &line.offset, sizeof(line.offset));
      XXH3_64bits_update(state, &line.slope, sizeof(line.slope));
    }
  }
  const uint64_t digest = XXH3_64bits_digest(state);
  XXH3_freeState(state);
  return fmt::format("{:016x}", digest);
}

}  // namespace

void MemoryImage::Set(int64_t word, int offset, int bits, uint64_t value) {
  assert(word >= 0 && word < words && offset >= 0 && offset + bits <= width);
  uint64_t* base = limbs.data() + word * limbs_per_word() + offset / 64;
  const int low = offset % 64;
  value &= Mask(bits);
  base[0] = (base[0] & ~(Mask(bits) << low)) | (value << low);
  if (low + bits > 64) {
    const int done = 64 - low;
    base[1] = (base[1] & ~(Mask(bits) >> done)) | (value >> done);
  }
}

uint64_t MemoryImage::Get(int64_t word, int offset, int bits) const {
  assert(word >= 0 && word < words && offset >= 0 && offset + bits <= width);
  const uint64_t* base = limbs.data() + word * limbs_per_word() + offset / 64;
  const int low = offset % 64;
  uint64_t value = base[0] >> low;
  if (low + bits > 64) value |= base[1] << (64 - low);
  return value & Mask(bits);
}

const MemoryImage& MemoryImages::Find(const std::string& file) const {
  for (const MemoryImage& image : images) {
    if (image.file == file) return image;
  }
  assert(false && "no such memory image");
  return images.front();
}

MemoryImages Pack(const Plan& plan, const IntNetwork& network) {
  MemoryImages result;
  const NumericFormats& f = plan.formats;
  result.images = PackWeights(plan, network);
  result.images.push_back(PackRows(plan, network));
  if (f.segments == 0) {
    result.images.push_back(PackTable("sigmoid.hex", f.gate_fraction + 1, SigmoidTable(f)));
    result.images.push_back(PackTable("tanh.hex", f.gate_fraction + 2, TanhTable(f)));
  }
  result.hash = Hash(plan, result.images);
  return result;
}

IntNetwork Unpack(const Plan& plan, const MemoryImages& images) {
  IntNetwork network;
  network.formats = plan.formats;
  network.events = plan.events;
  const int acc = plan.formats.acc_bits;
  const int extra = plan.formats.row_shift_bits;
  const WeightReader weights(plan, images);
  const MemoryImage& rows = images.Find("rows.hex");
  for (const LayerPlan& place : plan.layers) {
    IntLayer layer;
    layer.kind = place.kind;
    layer.activation = place.activation;
    layer.input_relu = place.input_relu;
    layer.inputs = place.inputs;
    layer.units = place.units;
    layer.weight_fraction = place.weight_fraction;
    weights.Read(place, false, &layer.wx);
    weights.Read(place, true, &layer.wh);
    for (int row = 0; row < layer.sums(); ++row) {
      const int unit = row % layer.units;
      const int slot = place.slot(row / layer.units, unit, plan.pes);
      const int pe = unit % plan.pes;
      layer.bias.push_back(WrapSigned(static_cast<int64_t>(rows.Get(slot, pe * acc, acc)), acc));
      const int offset = plan.pes * acc + pe * extra;
      layer.row_shift.push_back(extra > 0 ? static_cast<uint8_t>(rows.Get(slot, offset, extra))
                                          : uint8_t{0});
    }
    network.layers.push_back(std::move(layer));
  }
  return network;
}

}  // namespace gatewright

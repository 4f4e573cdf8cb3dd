#include "generator/pack/pack.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <cassert>

#include "generator/plan/bits.h"

namespace gatewright {
namespace {

/// The low `bits` (1..64) set.
uint64_t Mask(int bits) {
  assert(bits >= 1 && bits <= 64);
  return ~uint64_t{0} >> (64 - bits);
}

int64_t SignExtend(uint64_t value, int bits) {
  const uint64_t sign = uint64_t{1} << (bits - 1);
  return static_cast<int64_t>((value ^ sign) - sign);
}

MemoryImage Blank(const std::string& file, int width, int64_t words) {
  MemoryImage image;
  image.file = file;
  image.width = width;
  image.words = words;
  image.limbs.assign(static_cast<size_t>(words * image.limbs_per_word()), 0);
  return image;
}

/// Calls visit(array, word, pe, column-major weight index) for every weight of a matrix.
template <typename Visit>
void ForEachWeight(const Plan& plan, const LayerPlan& layer, int columns, int64_t base,
                   Visit visit) {
  const int rows = layer.gates * layer.units;
  for (int column = 0; column < columns; ++column) {
    const int array = column % plan.arrays;
    const int64_t first = base + static_cast<int64_t>(column / plan.arrays) * layer.column_words;
    for (int gate = 0; gate < layer.gates; ++gate) {
      for (int unit = 0; unit < layer.units; ++unit) {
        const int64_t word = first + int64_t{gate} * layer.unit_slots + unit / plan.pes;
        const size_t index = static_cast<size_t>(column) * static_cast<size_t>(rows) +
                             static_cast<size_t>(gate * layer.units + unit);
        visit(array, word, unit % plan.pes, index);
      }
    }
  }
}

void PackWeights(const Plan& plan, const IntNetwork& network, std::vector<MemoryImage>* images) {
  const int bits = plan.formats.weight_bits;
  for (size_t k = 0; k < plan.layers.size(); ++k) {
    const LayerPlan& place = plan.layers[k];
    const IntLayer& layer = network.layers[k];
    const auto put = [&](const std::vector<int16_t>& weights) {
      return [&, bits](int array, int64_t word, int pe, size_t index) {
        (*images)[static_cast<size_t>(array)].Set(word, pe * bits, bits,
                                                  static_cast<uint64_t>(weights[index]));
      };
    };
    ForEachWeight(plan, place, place.inputs, place.x_base, put(layer.wx));
    if (place.kind == CellKind::kLstm) {
      ForEachWeight(plan, place, place.units, place.h_base, put(layer.wh));
    }
  }
}

MemoryImage PackRows(const Plan& plan, const IntNetwork& network) {
  const int acc = plan.formats.acc_bits;
  const int extra = plan.formats.row_shift_bits;
  MemoryImage image = Blank("rows.hex", plan.pes * (acc + extra), plan.slots);
  for (size_t k = 0; k < plan.layers.size(); ++k) {
    const LayerPlan& place = plan.layers[k];
    const IntLayer& layer = network.layers[k];
    for (int row = 0; row < layer.rows(); ++row) {
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
  MemoryImage image = Blank(file, width, static_cast<int64_t>(table.size()));
  for (size_t i = 0; i < table.size(); ++i) {
    image.Set(static_cast<int64_t>(i), 0, width,
              static_cast<uint64_t>(static_cast<int64_t>(table[i])));
  }
  return image;
}

std::string Hash(const std::vector<MemoryImage>& images) {
  XXH3_state_t* state = XXH3_createState();
  XXH3_64bits_reset(state);
  for (const MemoryImage& image : images) {
    const std::string head = fmt::format("{} {} {}\n", image.file, image.width, image.words);
    XXH3_64bits_update(state, head.data(), head.size());
    XXH3_64bits_update(state, image.limbs.data(), image.limbs.size() * sizeof(uint64_t));
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
  for (int m = 0; m < plan.arrays; ++m) {
    result.images.push_back(Blank(WeightFileName(m), plan.pes * f.weight_bits, plan.weight_words));
  }
  PackWeights(plan, network, &result.images);
  result.images.push_back(PackRows(plan, network));
  result.images.push_back(PackTable("sigmoid.hex", f.gate_fraction + 1, SigmoidTable(f)));
  result.images.push_back(PackTable("tanh.hex", f.gate_fraction + 2, TanhTable(f)));
  result.hash = Hash(result.images);
  return result;
}

IntNetwork Unpack(const Plan& plan, const MemoryImages& images) {
  IntNetwork network;
  network.formats = plan.formats;
  const int bits = plan.formats.weight_bits;
  const int acc = plan.formats.acc_bits;
  const int extra = plan.formats.row_shift_bits;
  const MemoryImage& rows = images.Find("rows.hex");
  for (const LayerPlan& place : plan.layers) {
    IntLayer layer;
    layer.kind = place.kind;
    layer.activation = place.activation;
    layer.inputs = place.inputs;
    layer.units = place.units;
    layer.weight_fraction = place.weight_fraction;
    const auto take = [&](int columns, int64_t base, std::vector<int16_t>* weights) {
      weights->resize(static_cast<size_t>(columns) * static_cast<size_t>(layer.rows()));
      ForEachWeight(plan, place, columns, base, [&](int array, int64_t word, int pe, size_t i) {
        const MemoryImage& image = images.Find(WeightFileName(array));
        (*weights)[i] = static_cast<int16_t>(SignExtend(image.Get(word, pe * bits, bits), bits));
      });
    };
    take(place.inputs, place.x_base, &layer.wx);
    if (place.kind == CellKind::kLstm) take(place.units, place.h_base, &layer.wh);
    for (int row = 0; row < layer.rows(); ++row) {
      const int unit = row % layer.units;
      const int slot = place.slot(row / layer.units, unit, plan.pes);
      const int pe = unit % plan.pes;
      layer.bias.push_back(SignExtend(rows.Get(slot, pe * acc, acc), acc));
      const int offset = plan.pes * acc + pe * extra;
      layer.row_shift.push_back(extra > 0 ? static_cast<uint8_t>(rows.Get(slot, offset, extra))
                                          : uint8_t{0});
    }
    network.layers.push_back(std::move(layer));
  }
  return network;
}

}  // namespace gatewright

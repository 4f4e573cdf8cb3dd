// SPDX-License-Identifier: Apache-2.0
// Lays weights out in the memories of the arrays, and reads them back.
#include "generator/pack/weights.h"

#include <cassert>

#include "generator/base/bits.h"
#include "generator/compress/pattern.h"
#include "generator/compress/weight_code.h"
#include "generator/plan/memory_files.h"

namespace gatewright {
namespace {

/// A weight and its slot in the layer.
struct Entry {
  int slot = 0;
  int16_t weight = 0;
};

int PaddedUnits(const Plan& plan, const LayerPlan& layer) { return layer.unit_slots * plan.pes; }

/// Writes one matrix after the other into the images of the arrays.
class Packer {
 public:
  explicit Packer(const Plan& plan)
      : plan_(plan), code_(plan.formats), next_(static_cast<size_t>(plan.arrays), 0) {
    for (int m = 0; m < plan.arrays; ++m) {
      weights_.push_back(BlankImage(WeightFileName(m), plan.word_bits(), plan.weight_words));
      if (code_.Encode(0) != 0) FillWithZeroWeights(&weights_.back());
    }
    const int address_bits = IndexBits(plan.weight_words);
    for (int m = 0; m < plan.arrays && plan.pointer_words > 0; ++m) {
      others_.push_back(
          BlankImage(PointerFileName(m), plan.count_bits + address_bits, plan.pointer_words));
    }
    if (plan.index_words > 0) {
      others_.push_back(BlankImage("indices.hex", plan.index_bits, plan.index_words));
    }
  }

  void Add(const IntLayer& layer, const LayerPlan& place, bool recurrent) {
    const MatrixPlan& matrix = recurrent ? place.h : place.x;
    const std::vector<int16_t>& weights = recurrent ? layer.wh : layer.wx;
    for (int gate = 0; gate < place.gates; ++gate) {
      gate_of_slot_[SlotGate(place.kind, recurrent, gate)] = gate;
    }
    for (int column = 0; column < matrix.columns; ++column) {
      const int16_t* rows =
          weights.data() + static_cast<size_t>(column) * static_cast<size_t>(layer.rows());
      switch (plan_.pattern) {
        case WeightPattern::kDense:
          AddDense(place, matrix, column, rows);
          break;
        case WeightPattern::kCbtd:
        case WeightPattern::kUnstructured:
          AddEntries(place, matrix, column, rows);
          break;
        case WeightPattern::kHcgs:
          if (column % plan_.block == 0) {
            blocks_ = BlocksOf(weights, layer, recurrent, column / plan_.block, plan_.block,
                               PaddedUnits(plan_, place));
            AddIndices(matrix, column / plan_.block);
          }
          AddBlocks(place, matrix, column, rows);
          break;
      }
    }
  }

  std::vector<MemoryImage> TakeImages() {
    for (MemoryImage& image : others_) weights_.push_back(std::move(image));
    return std::move(weights_);
  }

 private:
  /// What holds no weight of the network is a weight of zero.
  void FillWithZeroWeights(MemoryImage* image) const {
    for (int64_t word = 0; word < image->words; ++word) {
      for (int pe = 0; pe < plan_.pes; ++pe) {
        image->Set(word, pe * (code_.bits() + plan_.slot_bits), code_.bits(), code_.Encode(0));
      }
    }
  }

  int array(int column) const { return column % plan_.arrays; }
  MemoryImage& image(int column) { return weights_[static_cast<size_t>(array(column))]; }

  void SetWeight(int column, int64_t word, int pe, int16_t weight, int slot) {
    const int bits = code_.bits();
    const int offset = pe * (bits + plan_.slot_bits);
    image(column).Set(word, offset, bits, code_.Encode(weight));
    if (plan_.slot_bits > 0) {
      image(column).Set(word, offset + bits, plan_.slot_bits, static_cast<uint64_t>(slot));
    }
  }

  int64_t FirstWord(const MatrixPlan& matrix, int column) const {
    return matrix.base + int64_t{column / plan_.arrays} * matrix.column_words;
  }

  void AddDense(const LayerPlan& place, const MatrixPlan& matrix, int column, const int16_t* rows) {
    const int64_t first = FirstWord(matrix, column);
    for (int gate = 0; gate < place.gates; ++gate) {
      const int16_t* row = rows + gate_of_slot_[gate] * place.units;
      for (int unit = 0; unit < place.units; ++unit) {
        const int64_t word = first + int64_t{gate} * place.unit_slots + unit / plan_.pes;
        SetWeight(column, word, unit % plan_.pes, *row++, 0);
      }
    }
  }

  /// The words of a column whose weights carry their slots: what is not zero, slots ascending,
  /// then zeros in slots that hold no other weight of the column.
  void AddEntries(const LayerPlan& place, const MatrixPlan& matrix, int column,
                  const int16_t* rows) {
    int64_t first = 0;
    if (plan_.pattern == WeightPattern::kCbtd) {
      first = FirstWord(matrix, column);
    } else {
      first = AddPointer(matrix, column);
    }
    const int words = matrix.words(column);
    for (int pe = 0; pe < plan_.pes; ++pe) {
      Collect(place, pe, words, rows);
      assert(static_cast<int>(entries_.size()) == words);
      for (int w = 0; w < words; ++w) {
        const Entry& entry = entries_[static_cast<size_t>(w)];
        SetWeight(column, first + w, pe, entry.weight, entry.slot);
      }
    }
  }

  void Collect(const LayerPlan& place, int pe, int words, const int16_t* rows) {
    entries_.clear();
    free_.clear();
    for (int slot = 0; slot < place.row_slots(); ++slot) {
      const int unit = slot % place.unit_slots * plan_.pes + pe;
      const int gate = gate_of_slot_[slot / place.unit_slots];
      const int16_t weight = unit < place.units ? rows[gate * place.units + unit] : int16_t{0};
      if (weight != 0) {
        entries_.push_back({slot, weight});
      } else {
        free_.push_back(slot);
      }
    }
    for (size_t i = 0; static_cast<int>(entries_.size()) < words; ++i) {
      entries_.push_back({free_[i], 0});
    }
  }

  /// Reserves the words of a column (unstructured) and records where they are.
  int64_t AddPointer(const MatrixPlan& matrix, int column) {
    int64_t& next = next_[static_cast<size_t>(array(column))];
    const int64_t first = next;
    const int address_bits = IndexBits(plan_.weight_words);
    const int64_t entry = matrix.base + column / plan_.arrays;
    MemoryImage& pointers = others_[static_cast<size_t>(array(column))];
    // An empty column may stand behind the last word: its address is never used.
    pointers.Set(entry, 0, address_bits, static_cast<uint64_t>(first % plan_.weight_words));
    pointers.Set(entry, address_bits, plan_.count_bits,
                 static_cast<uint64_t>(matrix.words(column)));
    next += matrix.words(column);
    return first;
  }

  void AddIndices(const MatrixPlan& matrix, int block) {
    const int per_column = matrix.column_words / plan_.block_words();
    assert(static_cast<int>(blocks_.size()) <= per_column);
    for (size_t b = 0; b < blocks_.size(); ++b) {
      others_.front().Set(matrix.index_base + int64_t{block} * per_column + static_cast<int64_t>(b),
                          0, plan_.index_bits, static_cast<uint64_t>(blocks_[b]));
    }
  }

  void AddBlocks(const LayerPlan& place, const MatrixPlan& matrix, int column,
                 const int16_t* rows) {
    const int64_t first = FirstWord(matrix, column);
    const int per_gate = PaddedUnits(plan_, place) / plan_.block;
    for (size_t b = 0; b < blocks_.size(); ++b) {
      const int gate = gate_of_slot_[blocks_[b] / per_gate];
      for (int i = 0; i < plan_.block; ++i) {
        const int unit = blocks_[b] % per_gate * plan_.block + i;
        if (unit >= place.units) break;
        const int64_t word = first + static_cast<int64_t>(b) * plan_.block_words() + i / plan_.pes;
        SetWeight(column, word, unit % plan_.pes, rows[gate * place.units + unit], 0);
      }
    }
  }

  const Plan& plan_;
  const WeightCode code_;
  std::vector<MemoryImage> weights_;
  std::vector<MemoryImage> others_;     ///< pointers of each array, or the indices
  std::vector<int64_t> next_;           ///< first free word of each array (unstructured)
  int gate_of_slot_[4] = {0, 1, 2, 3};  ///< weight row of each gate place of the matrix at hand
  std::vector<int> blocks_;             ///< of the block column at hand (hcgs)
  std::vector<Entry> entries_;
  std::vector<int> free_;
};

}  // namespace

MemoryImage BlankImage(const std::string& file, int width, int64_t words) {
  MemoryImage image;
  image.file = file;
  image.width = width;
  image.words = words;
  image.limbs.assign(static_cast<size_t>(words * image.limbs_per_word()), 0);
  return image;
}

std::vector<MemoryImage> PackWeights(const Plan& plan, const IntNetwork& network) {
  Packer packer(plan);
  for (size_t k = 0; k < plan.layers.size(); ++k) {
    const LayerPlan& place = plan.layers[k];
    packer.Add(network.layers[k], place, false);
    packer.Add(network.layers[k], place, true);
  }
  return packer.TakeImages();
}

WeightReader::WeightReader(const Plan& plan, const MemoryImages& images) : plan_(plan) {
  for (int m = 0; m < plan.arrays; ++m) {
    weights_.push_back(&images.Find(WeightFileName(m)));
    if (plan.pointer_words > 0) pointers_.push_back(&images.Find(PointerFileName(m)));
  }
  if (plan.index_words > 0) indices_ = &images.Find("indices.hex");
}

int64_t WeightReader::FirstWord(const MatrixPlan& matrix, int column, int* words) const {
  const int64_t round = column / plan_.arrays;
  if (pointers_.empty()) {
    *words = matrix.column_words;
    return matrix.base + round * matrix.column_words;
  }
  const MemoryImage& pointers = *pointers_[static_cast<size_t>(column % plan_.arrays)];
  const int address_bits = IndexBits(plan_.weight_words);
  *words = static_cast<int>(pointers.Get(matrix.base + round, address_bits, plan_.count_bits));
  return static_cast<int64_t>(pointers.Get(matrix.base + round, 0, address_bits));
}

void WeightReader::Read(const LayerPlan& layer, bool recurrent,
                        std::vector<int16_t>* weights) const {
  const MatrixPlan& matrix = recurrent ? layer.h : layer.x;
  int gate_of_slot[4] = {0, 1, 2, 3};
  for (int gate = 0; gate < layer.gates; ++gate) {
    gate_of_slot[SlotGate(layer.kind, recurrent, gate)] = gate;
  }
  const int rows = layer.gates * layer.units;
  const WeightCode code(plan_.formats);
  const int bits = code.bits();
  const int step = bits + plan_.slot_bits;
  weights->assign(static_cast<size_t>(matrix.columns) * static_cast<size_t>(rows), 0);
  for (int column = 0; column < matrix.columns; ++column) {
    int words = 0;
    const int64_t first = FirstWord(matrix, column, &words);
    const MemoryImage& image = *weights_[static_cast<size_t>(column % plan_.arrays)];
    for (int w = 0; w < words; ++w) {
      int slot = w;
      if (indices_ != nullptr) {
        const int per_column = matrix.column_words / plan_.block_words();
        const int64_t entry = matrix.index_base + int64_t{column / plan_.block} * per_column +
                              w / plan_.block_words();
        slot = static_cast<int>(indices_->Get(entry, 0, plan_.index_bits)) * plan_.block_words() +
               w % plan_.block_words();
      }
      for (int pe = 0; pe < plan_.pes; ++pe) {
        const int16_t weight = code.Decode(image.Get(first + w, pe * step, bits));
        if (plan_.slot_bits > 0) {
          slot = static_cast<int>(image.Get(first + w, pe * step + bits, plan_.slot_bits));
        }
        const int unit = slot % layer.unit_slots * plan_.pes + pe;
        if (weight == 0 || unit >= layer.units) continue;
        (*weights)[static_cast<size_t>(column) * static_cast<size_t>(rows) +
                   static_cast<size_t>(gate_of_slot[slot / layer.unit_slots] * layer.units +
                                       unit)] = weight;
      }
    }
  }
}

}  // namespace gatewright

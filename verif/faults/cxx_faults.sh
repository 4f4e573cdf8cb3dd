# SPDX-License-Identifier: Apache-2.0
# Faults in C++ for scripts/inject_faults.sh: fault NAME FILE FROM TO.

# Rounding and events, which reference and generator share.
fault "halves go up, not to even" generator/base/rounding.h \
  'rest + (static_cast<uint64_t>(floor) & 1) > half' 'rest + 1 > half'
fault "saturation one too high" generator/base/rounding.h \
  '(int64_t{1} << (width - 1)) - 1;' '(int64_t{1} << (width - 1));'
fault "score without the sign" verif/model/events.cc \
  'score += std::abs(static_cast<int32_t>(x[j]) - static_cast<int32_t>(reference[j]));' \
  'score += static_cast<int32_t>(x[j]) - static_cast<int32_t>(reference[j]);'
fault "a skipped step counts recurrent events" verif/model/events.cc \
  'step == 0 || events.modes[now] == StepMode::kSkip || events.starts[now]' \
  'step == 0 || events.starts[now]'

# Reference model.
fault "reference: one taken as the greatest sigmoid" verif/model/reference.cc \
  'Round((one - u) * c,' 'Round((one - 1 - u) * c,'
fault "reference: shift of the row left out" verif/model/reference.cc \
  'layer.net.weight_fraction + layer.net.row_shift[r];' 'layer.net.weight_fraction;'
fault "reference: cell kept at a start" verif/model/reference.cc \
  'std::fill(layer.c.begin(), layer.c.end(), 0);' ';'
fault "reference: thresholds in full steps too" verif/model/reference.cc 'full ? 0 : theta' 'theta'
fault "reference: full steps truncate" verif/model/reference.cc \
  'mode_ == StepMode::kDelta && formats_.dropped_columns > 0' 'formats_.dropped_columns > 0'
fault "reference: references follow every input" verif/model/reference.cc \
  'layer->x_reference[j] = static_cast<int16_t>(layer->x_reference[j] + d);' \
  'layer->x_reference[j] = static_cast<int16_t>(v);'
fault "reference: saturations counted at the lower end only" verif/model/reference.cc \
  'if (clamped != value) ++*saturated;' 'if (clamped > value) ++*saturated;'

# Scoreboard.
fault "scoreboard: only the first unit of a frame" verif/comparison/equivalence.cc \
  'if (frame[u] == want[u]) continue;' 'if (frame[u] == want[u] || u > 0) continue;'
fault "scoreboard: final states not compared" verif/comparison/equivalence.cc \
  'if (complete) CompareCells(plan, trace, &result);' 'if (!complete) CompareCells(plan, trace, &result);'
fault "scoreboard: sums not compared" verif/comparison/equivalence.cc \
  '++result->sums;
      if (got == want) continue;' '++result->sums;
      continue;'
fault "scoreboard: counters not compared" verif/comparison/equivalence.cc \
  '++result->counters;
    if (' '++result->counters;
    if (true || '
fault "scoreboard: cleared counters not compared" verif/comparison/equivalence.cc \
  'reading.name == "CYCLES" ? seen.cycles_since_clear : 0;' 'static_cast<int64_t>(reading.value);'
fault "scoreboard: marks of repeats not compared" verif/comparison/equivalence.cc \
  'if (observed.repeated[t] == skipped) continue;' 'continue;'
fault "scoreboard: cycles of outputs not compared" verif/comparison/equivalence.cc \
  'describe("output tlast", sent, observed.output_last_cycle);' ''
fault "scoreboard: error flag not compared" verif/comparison/equivalence.cc \
  'prediction.frame_error != observed.frame_error && result' 'false && result'
fault "scoreboard: rules of the streams ignored" verif/comparison/equivalence.cc \
  'result.first_failure = observed.protocol_error;' ''
fault "scoreboard: start of an invalid frame lost" verif/model/session.cc \
  'pending = pending || start;' ''

# Cycle model.
fault "cycle model: a result a cycle early" verif/model/cycle_model.cc \
  'cycle_ + 1 + latency' 'cycle_ + latency'
fault "cycle model: output buffer not waited for" verif/model/cycle_model.cc \
  '(layer_ != last_layer() || output_.room())' 'true'
fault "cycle model: a layer does not wait for new events" verif/model/cycle_model.cc \
  'done && !new_events && plan_.layers.size() > 1' 'done && (!new_events || done) && plan_.layers.size() > 1'
fault "cycle model: modes decided a cycle early" verif/model/cycle_parts.cc \
  'EventKind::kSimilarity ? 5 : 1' 'EventKind::kSimilarity ? 4 : 1'
fault "cycle model: a long frame is taken whole" verif/model/cycle_parts.cc \
  'drop_ = !beat->last && (drop_ || at_last);' 'drop_ = false;'
fault "cycle model: threshold of the input ignored" verif/model/cycle_parts.cc \
  'fresh ? 0 : theta_x_;' '0;'

# Simulation harness.
fault "harness: falling valid not seen" sim/simulation.cc 'if (pins_.m_valid == 0) {' 'if (false) {'
fault "harness: held data may change" sim/simulation.cc \
  'out_ != held_ || pins_.m_last != held_last_' 'pins_.m_last != held_last_'
fault "harness: tlast anywhere" sim/simulation.cc \
  '(pins_.m_last != 0) != (beats_ == plan_.beats_out) && observed' 'false && observed'
fault "harness: output always ready" sim/script.h \
  'if (ready_percent >= 100) return true;' 'return true;'
fault "harness: the input is never late" sim/simulation.cc \
  'next_ < script_.beats.size() && gap_ == 0 && !Changing();' \
  'next_ < script_.beats.size() && !Changing();'
fault "bus: responses always taken" sim/bus_master.cc \
  'pins_->r_ready = Percent(kReady) ? 1 : 0;' 'pins_->r_ready = 1;'
fault "cycle model: changes of the threshold ignored" verif/model/cycle_parts.cc \
  'Use(change.input);' ';'
fault "bus: error responses not seen" sim/bus_master.cc \
  'access.error = pins_->b_resp != 0;' ''
fault "bus: answers of registers not judged" sim/register_traffic.cc \
  'Judge(access, expected_.front());' ''

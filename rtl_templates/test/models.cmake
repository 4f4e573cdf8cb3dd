# SPDX-License-Identifier: Apache-2.0
# The parameter sets under test of the small modules; models_engine.cmake has those of the large ones.

# Sets name every parameter that the tests read.
function(pe_model set kind stages stored_w value_w weight_w digits dropped offset)
  rtl_model(gw_pe ${set} MultiplierKind=${kind} Stages=${stages} StoredW=${stored_w}
            ValueW=${value_w} WeightW=${weight_w} Digits=${digits} DroppedColumns=${dropped}
            DropOffset=${offset})
endfunction()
foreach(multiplier 0 1)
  pe_model(Square6x${multiplier} ${multiplier} 1 6 6 6 1 0 0)
  pe_model(Smallest${multiplier} ${multiplier} 1 2 2 2 1 0 0)
  pe_model(Narrow3x9x${multiplier} ${multiplier} 1 3 9 3 1 0 0)
  pe_model(Default${multiplier} ${multiplier} 1 8 16 8 1 0 0)
  foreach(stages 1 2 3)
    pe_model(Widest${multiplier}x${stages} ${multiplier} ${stages} 16 17 16 1 0 0)
  endforeach()
endforeach()
pe_model(Tall9x4 1 1 9 4 9 1 0 0)
pe_model(Truncated4x17 1 1 4 17 4 1 3 1)
pe_model(Truncated4 1 1 8 9 8 1 4 1)
pe_model(Truncated8 1 1 8 9 8 1 8 2)
pe_model(Truncated16 1 1 16 17 16 1 16 4)
pe_model(Truncated5x3 1 3 8 17 8 1 5 1)
pe_model(TruncatedRows4 0 1 8 9 8 1 4 1)
pe_model(TruncatedRows8 0 2 8 9 8 1 8 2)
pe_model(TruncatedRows16 0 1 16 17 16 1 16 4)
pe_model(TruncatedRowsTall 0 1 9 4 9 1 9 2)
foreach(stages 1 2 3)
  pe_model(TwoDigits16x${stages} 2 ${stages} 9 17 16 2 0 0)
endforeach()
pe_model(TwoDigits8 2 1 7 17 8 2 0 0)
pe_model(OneDigit16 2 1 5 17 16 1 0 0)
pe_model(OneDigit3 2 2 3 5 3 1 0 0)
rtl_test(gw_pe)

rtl_model(gw_full_adder Only)
rtl_test(gw_full_adder)

rtl_model(gw_delay Wire Width=9 Cycles=0)
rtl_model(gw_delay One Width=1 Cycles=1)
rtl_model(gw_delay Two Width=12 Cycles=2)
rtl_model(gw_delay Five Width=40 Cycles=5)
rtl_test(gw_delay)

# The parts of multipliers: exhaustive where their operands have up to 16 bits.
foreach(module gw_carry_save gw_truncated)
  rtl_model(${module} Smallest WW=2 VW=2 DroppedColumns=1 DropOffset=0)
  rtl_model(${module} Narrow3x9 WW=3 VW=9 DroppedColumns=3 DropOffset=1)
  rtl_model(${module} Tall9x4 WW=9 VW=4 DroppedColumns=9 DropOffset=2)
  rtl_model(${module} Square6 WW=6 VW=6 DroppedColumns=4 DropOffset=1)
  rtl_model(${module} Widest WW=16 VW=17 DroppedColumns=16 DropOffset=4)
endforeach()
rtl_model(gw_carry_save Exact WW=7 VW=8 DroppedColumns=0 DropOffset=0)
rtl_test(gw_carry_save)
rtl_test(gw_truncated)

rtl_model(gw_digit_decoder One3 WeightW=3 Digits=1 CodeTable=0 CodeW=3 ZeroIndex=0)
rtl_model(gw_digit_decoder One16 WeightW=16 Digits=1 CodeTable=0 CodeW=5 ZeroIndex=0)
rtl_model(gw_digit_decoder Two8 WeightW=8 Digits=2 CodeTable=0 CodeW=7 ZeroIndex=0)
rtl_model(gw_digit_decoder Two16 WeightW=16 Digits=2 CodeTable=0 CodeW=9 ZeroIndex=0)
function(decoder_by_table set digits bits code_w last)
  digit_table(${digits} ${bits} folder)
  set(RTL_MORE_MODULES -y ${folder})
  rtl_model(gw_digit_decoder ${set} WeightW=${bits} Digits=${digits} CodeTable=1 CodeW=${code_w}
            ZeroIndex=${last})
endfunction()
decoder_by_table(Two12 2 12 8 111)
decoder_by_table(Three8 3 8 8 103)
rtl_test(gw_digit_decoder)

rtl_model(gw_shift_add One Digits=1 PosW=3 ValueW=9 ProductW=17)
rtl_model(gw_shift_add Two Digits=2 PosW=2 ValueW=6 ProductW=10)
rtl_model(gw_shift_add Three Digits=3 PosW=2 ValueW=4 ProductW=8)
rtl_model(gw_shift_add ThreeWidest Digits=3 PosW=4 ValueW=17 ProductW=33)
rtl_test(gw_shift_add)

rtl_model(gw_round_sat_shifts Example InW=8 OutW=4 FirstShift=2 Shifts=1 Nearest=1)
foreach(nearest 0 1)
  rtl_model(gw_round_sat_shifts Narrowing${nearest} InW=12 OutW=8 FirstShift=-4 Shifts=17
            Nearest=${nearest})
  rtl_model(gw_round_sat_shifts Widening${nearest} InW=12 OutW=20 FirstShift=-4 Shifts=17
            Nearest=${nearest})
  rtl_model(gw_round_sat_shifts Smallest${nearest} InW=2 OutW=2 FirstShift=-2 Shifts=6
            Nearest=${nearest})
  rtl_model(gw_round_sat_shifts BeyondWidth${nearest} InW=7 OutW=5 FirstShift=5 Shifts=8
            Nearest=${nearest})
  rtl_model(gw_round_sat_shifts CellState${nearest} InW=54 OutW=24 FirstShift=10 Shifts=20
            Nearest=${nearest})
endforeach()
rtl_test(gw_round_sat_shifts gw_round_sat_test.cc)

rtl_model(gw_round_sat_var Example InW=16 OutW=8 ShiftW=4 Nearest=1)
foreach(nearest 0 1)
  rtl_model(gw_round_sat_var Narrowing${nearest} InW=12 OutW=8 ShiftW=5 Nearest=${nearest})
  rtl_model(gw_round_sat_var Widening${nearest} InW=6 OutW=12 ShiftW=4 Nearest=${nearest})
  rtl_model(gw_round_sat_var SameWidth${nearest} InW=8 OutW=8 ShiftW=6 Nearest=${nearest})
  rtl_model(gw_round_sat_var Smallest${nearest} InW=2 OutW=2 ShiftW=1 Nearest=${nearest})
  rtl_model(gw_round_sat_var Widest${nearest} InW=48 OutW=16 ShiftW=6 Nearest=${nearest})
endforeach()
rtl_test(gw_round_sat_var)

foreach(delta 0 1)
  math(EXPR one "16 + ${delta}")
  math(EXPR two "2 + ${delta}")
  math(EXPR five "5 + ${delta}")
  rtl_model(gw_event_encoder One${delta} Cand=1 StateW=16 Delta=${delta} ValueW=${one})
  rtl_model(gw_event_encoder Bits${delta} Cand=1 StateW=2 Delta=${delta} ValueW=${two})
  rtl_model(gw_event_encoder Seven${delta} Cand=7 StateW=5 Delta=${delta} ValueW=${five})
  rtl_model(gw_event_encoder Wide${delta} Cand=16 StateW=16 Delta=${delta} ValueW=${one})
endforeach()
rtl_test(gw_event_encoder)

rtl_model(gw_thresholds One Width=1 Runtime=1)
rtl_model(gw_thresholds Many Width=57 Runtime=1)
rtl_model(gw_thresholds Fixed Width=20 Runtime=0)
rtl_test(gw_thresholds)

rtl_model(gw_mode_queue Smallest Cand=1 ValueW=3 GroupW=1 TagW=1 Depth=2)
rtl_model(gw_mode_queue Four Cand=4 ValueW=17 GroupW=4 TagW=2 Depth=5)
rtl_model(gw_mode_queue Three Cand=3 ValueW=9 GroupW=5 TagW=3 Depth=16)
rtl_test(gw_mode_queue)

rtl_model(gw_ram_1r1w OneBit Width=1 Depth=1 AddrW=1)
rtl_model(gw_ram_1r1w Two Width=9 Depth=2 AddrW=1)
rtl_model(gw_ram_1r1w Five Width=33 Depth=5 AddrW=3)
rtl_model(gw_ram_1r1w Wide Width=70 Depth=64 AddrW=6)
rtl_test(gw_ram_1r1w)

rtl_model(gw_rom OneBit Width=1 Depth=1 AddrW=1 File=\"rom.hex\")
rtl_model(gw_rom Two Width=9 Depth=2 AddrW=1 File=\"rom.hex\")
rtl_model(gw_rom Five Width=33 Depth=5 AddrW=3 File=\"rom.hex\")
rtl_model(gw_rom Wide Width=70 Depth=64 AddrW=6 File=\"rom.hex\")
rtl_test(gw_rom)

foreach(ram 0 1)
  rtl_model(gw_accumulator OneSlot${ram} AccW=20 ProductW=12 Slots=1 InMemory=${ram})
  rtl_model(gw_accumulator Default${ram} AccW=32 ProductW=24 Slots=4 InMemory=${ram})
  rtl_model(gw_accumulator WideProduct${ram} AccW=12 ProductW=20 Slots=3 InMemory=${ram})
  rtl_model(gw_accumulator SameWidth${ram} AccW=18 ProductW=18 Slots=7 InMemory=${ram})
  rtl_model(gw_accumulator Widest${ram} AccW=48 ProductW=33 Slots=64 InMemory=${ram})
endforeach()
rtl_test(gw_accumulator)

rtl_model(gw_event_queue Smallest Cand=1 ValueW=2 GroupW=1 TagW=1 Depth=2 Framed=0)
rtl_model(gw_event_queue SmallestFrame Cand=1 ValueW=2 GroupW=1 TagW=1 Depth=2 Framed=1)
rtl_model(gw_event_queue Four Cand=4 ValueW=16 GroupW=4 TagW=2 Depth=5 Framed=0)
rtl_model(gw_event_queue FourFrame Cand=4 ValueW=16 GroupW=4 TagW=1 Depth=8 Framed=1)
rtl_model(gw_event_queue Three Cand=3 ValueW=9 GroupW=5 TagW=3 Depth=16 Framed=0)
rtl_model(gw_event_queue ThreeFrame Cand=3 ValueW=9 GroupW=5 TagW=3 Depth=3 Framed=1)
rtl_test(gw_event_queue)

rtl_model(gw_axis_in Default ElemW=16 StateW=16 Elems=1 Beats=8 DecisionCycles=0)
rtl_model(gw_axis_in OneBeat ElemW=8 StateW=5 Elems=2 Beats=1 DecisionCycles=0)
rtl_model(gw_axis_in TwoBeats ElemW=16 StateW=13 Elems=1 Beats=2 DecisionCycles=0)
rtl_model(gw_axis_in Wide ElemW=16 StateW=11 Elems=8 Beats=5 DecisionCycles=0)
rtl_model(gw_axis_in Delta ElemW=16 StateW=16 Elems=1 Beats=3 DecisionCycles=1)
rtl_model(gw_axis_in DeltaOneBeat ElemW=8 StateW=5 Elems=2 Beats=1 DecisionCycles=1)
rtl_model(gw_axis_in Modes ElemW=16 StateW=13 Elems=2 Beats=5 DecisionCycles=5)
rtl_model(gw_axis_in ModesOneBeat ElemW=8 StateW=8 Elems=4 Beats=1 DecisionCycles=5)
rtl_test(gw_axis_in)

function(input_models events more score_one score_whole score_tail score_beat)
  math(EXPR w16 "16 + ${more}")
  math(EXPR w13 "13 + ${more}")
  math(EXPR w5 "5 + ${more}")
  math(EXPR w11 "11 + ${more}")
  rtl_model(gw_input One${events} Events=${events} ElemsIn=1 StateW=16 Inputs=3 Layers=2 Refresh=0
            Runtime=1 +ElemW=16 +ValueW=${w16} +ScoreW=${score_one} +ThetaW=32)
  rtl_model(gw_input Whole${events} Events=${events} ElemsIn=4 StateW=13 Inputs=8 Layers=1 Refresh=3
            Runtime=1 +ElemW=16 +ValueW=${w13} +ScoreW=${score_whole} +ThetaW=13)
  rtl_model(gw_input Tail${events} Events=${events} ElemsIn=8 StateW=5 Inputs=17 Layers=3 Refresh=1
            Runtime=0 +ElemW=8 +ValueW=${w5} +ScoreW=${score_tail} +ThetaW=15)
  rtl_model(gw_input OneBeat${events} Events=${events} ElemsIn=4 StateW=11 Inputs=1 Layers=1 Refresh=2
            Runtime=1 +ElemW=16 +ValueW=${w11} +ScoreW=${score_beat} +ThetaW=11)
endfunction()
input_models(0 0 1 1 1 1)
input_models(1 1 1 1 1 1)
input_models(2 1 19 17 11 12)
rtl_test(gw_input)

rtl_model(gw_axis_out Default StateW=16 ElemW=16 Lanes=2 Elems=1 Words=2 Beats=4 Repeats=0)
rtl_model(gw_axis_out OneBeat StateW=5 ElemW=8 Lanes=1 Elems=1 Words=1 Beats=1 Repeats=1)
rtl_model(gw_axis_out OneWord StateW=11 ElemW=16 Lanes=4 Elems=4 Words=1 Beats=1 Repeats=1)
rtl_model(gw_axis_out CutShort StateW=13 ElemW=16 Lanes=8 Elems=2 Words=3 Beats=9 Repeats=1)
rtl_model(gw_axis_out Long StateW=7 ElemW=8 Lanes=1 Elems=1 Words=7 Beats=7 Repeats=1)
rtl_test(gw_axis_out)

# Lines as FitLines makes them; by hand where noted.
set(lines_s8 SigmoidLines=[8,5,65552,121,96549,77,115922,37,125108,15,128781,6,130255,2,130750,1,131020,0])
set(lines_t8 TanhLines=[7,3,4,121,15508,77,25188,37,29780,15,31621,6,32357,2,32599,1,32740,0])
set(lines_s3 SigmoidLines=[3,2,130,8,190,5,228,2,247,1])
set(lines_t13 TanhLines=[13,12,2048,15,123757,10,201295,5,242067,2])
rtl_model(gw_pwl ByHand InW=8 GateF=4 Segments=2 Odd=0 Lines=[2,1,16,3,26,1])
rtl_model(gw_pwl Sigmoid InW=16 GateF=12 Segments=16 Odd=0
          Lines=[7,5,65552,126,81769,111,96008,89,107347,65,115562,45,121251,29,124908,19,127254,12,128764,7,129680,4,130194,3,130532,2,130768,1,130874,1,130984,0,131044,0])
rtl_model(gw_pwl Tanh InW=16 GateF=9 Segments=16 Odd=1
          Lines=[8,8,128,126,32562,111,61018,89,83697,65,100262,44,111526,29,118822,19,123532,12,126552,7,128384,4,129412,3,130214,1,130559,1,130820,0,130944,0,131020,1])
rtl_model(gw_pwl FineTanh InW=18 GateF=14 Segments=2 Odd=1 Lines=[14,8,128,209,3282734,52])
rtl_model(gw_pwl WholeSlopes InW=14 GateF=12 Segments=4 Odd=1 Lines=[7,0,0,15,1903,10,3114,5,3768,2])
rtl_model(gw_pwl WholeSigmoid InW=10 GateF=5 Segments=2 Odd=0 Lines=[3,0,16,1,24,1])
rtl_model(gw_pwl InputOfItsSize InW=9 GateF=7 Segments=32 Odd=0
          Lines=[2,2,258,8,291,7,322,6,350,6,378,5,399,5,420,4,439,3,454,2,464,3,474,2,482,2,490,1,494,1,498,1,501,1,505,0,505,1,508,0,509,0,510,0,511,0,511,1,512,0,512,0,512,0,512,0,512,0,513,0,513,0,513,0,513,0])
rtl_model(gw_pwl ShortInput InW=5 GateF=7 Segments=16 Odd=1
          Lines=[1,0,0,16,31,15,59,12,81,9,97,7,109,4,116,2,120,2,123,1,125,1,126,1,127,0,127,1,128,0,128,0,128,0])
rtl_test(gw_pwl)

set(table_files SigmoidFile=\"sigmoid.hex\" TanhFile=\"tanh.hex\")
rtl_model(gw_activation Default AccW=32 ShiftW=5 StateW=16 StateF=8 OtherW=16 OtherF=8 GateF=12
          TableI=4 TableF=6 Nearest=1 ${table_files})
rtl_model(gw_activation FineOther AccW=20 ShiftW=4 StateW=10 StateF=3 OtherW=24 OtherF=14 GateF=6
          TableI=3 TableF=5 Nearest=0 ${table_files})
rtl_model(gw_activation CoarseOther AccW=48 ShiftW=6 StateW=16 StateF=11 OtherW=9 OtherF=2 GateF=14
          TableI=2 TableF=7 Nearest=1 ${table_files})
rtl_model(gw_activation Lines AccW=32 ShiftW=5 StateW=16 StateF=8 OtherW=16 OtherF=8 GateF=12
          TableI=4 TableF=6 Nearest=1 Segments=8 ${lines_s8} ${lines_t8} ${table_files})
rtl_model(gw_activation LinesFineOther AccW=20 ShiftW=4 StateW=10 StateF=3 OtherW=24 OtherF=14 GateF=6
          TableI=3 TableF=5 Nearest=0 Segments=4 ${lines_s3} ${lines_t13} ${table_files})
rtl_model(gw_activation LinesCoarseOther AccW=20 ShiftW=4 StateW=16 StateF=8 OtherW=12 OtherF=3
          GateF=12 TableI=3 TableF=5 Nearest=0 Segments=8 ${lines_s8} ${lines_t8} ${table_files})
rtl_model(gw_activation LinesCutOther AccW=20 ShiftW=4 StateW=16 StateF=15 OtherW=24 OtherF=20 GateF=6
          TableI=3 TableF=5 Nearest=0 Segments=4 ${lines_s3} ${lines_t13} ${table_files})
rtl_test(gw_activation)

foreach(head 1 2 3 4)
  rtl_model(gw_dense_head Coarse${head} StateW=9 StateF=3 GateF=12 Nearest=1 Head=${head})
  rtl_model(gw_dense_head Fine${head} StateW=8 StateF=6 GateF=4 Nearest=0 Head=${head})
endforeach()
rtl_test(gw_dense_head)

rtl_model(gw_cell_lane Default Cell=0 AccW=32 ShiftW=5 StateW=16 StateF=8 CellW=16 CellF=8 GateF=12
          TableI=4 TableF=6 Nearest=1 Head=1 ${table_files})
rtl_model(gw_cell_lane FineCell Cell=0 AccW=24 ShiftW=4 StateW=12 StateF=7 CellW=22 CellF=14 GateF=6
          TableI=3 TableF=5 Nearest=0 Head=2 ${table_files})
rtl_model(gw_cell_lane Coarse Cell=0 AccW=10 ShiftW=3 StateW=6 StateF=2 CellW=9 CellF=8 GateF=4
          TableI=2 TableF=4 Nearest=1 Head=3 ${table_files})
rtl_model(gw_cell_lane FineState Cell=0 AccW=12 ShiftW=3 StateW=16 StateF=11 CellW=18 CellF=10 GateF=4
          TableI=2 TableF=8 Nearest=1 Head=4 ${table_files})
rtl_model(gw_cell_lane Sigmoid Cell=0 AccW=20 ShiftW=4 StateW=13 StateF=8 CellW=20 CellF=12 GateF=12
          TableI=3 TableF=7 Nearest=0 Head=3 ${table_files})
rtl_model(gw_cell_lane Tanh Cell=0 AccW=20 ShiftW=4 StateW=13 StateF=8 CellW=20 CellF=11 GateF=11
          TableI=3 TableF=7 Nearest=0 Head=4 ${table_files})
rtl_model(gw_cell_lane NoHead Cell=0 AccW=48 ShiftW=6 StateW=16 StateF=4 CellW=24 CellF=14 GateF=14
          TableI=5 TableF=5 Nearest=1 Head=0 ${table_files})
rtl_model(gw_cell_lane Lines Cell=0 AccW=32 ShiftW=5 StateW=16 StateF=8 CellW=16 CellF=8 GateF=12
          TableI=4 TableF=6 Nearest=1 Head=1 Segments=8 ${lines_s8} ${lines_t8} ${table_files})
rtl_model(gw_cell_lane LinesFineCell Cell=0 AccW=20 ShiftW=4 StateW=10 StateF=3 CellW=24 CellF=14 GateF=6
          TableI=3 TableF=7 Nearest=0 Head=3 Segments=4 ${lines_s3} ${lines_t13} ${table_files})
rtl_model(gw_cell_lane LinesTanh Cell=0 AccW=20 ShiftW=4 StateW=10 StateF=3 CellW=22 CellF=14 GateF=6
          TableI=3 TableF=7 Nearest=1 Head=4 Segments=4 ${lines_s3} ${lines_t13} ${table_files})
rtl_test(gw_cell_lane)

rtl_model(gw_cell_lane:gw_cell_lane_gru Default Cell=1 AccW=32 ShiftW=5 StateW=16 StateF=8 GateF=12 TableI=4 TableF=6
          Nearest=1 Head=1 ${table_files})
rtl_model(gw_cell_lane:gw_cell_lane_gru FineState Cell=1 AccW=24 ShiftW=4 StateW=12 StateF=10 GateF=4 TableI=2 TableF=6
          Nearest=0 Head=2 ${table_files})
rtl_model(gw_cell_lane:gw_cell_lane_gru Coarse Cell=1 AccW=10 ShiftW=3 StateW=6 StateF=2 GateF=14 TableI=2 TableF=4 Nearest=1
          Head=3 ${table_files})
rtl_model(gw_cell_lane:gw_cell_lane_gru Widest Cell=1 AccW=48 ShiftW=5 StateW=16 StateF=11 GateF=14 TableI=5 TableF=5
          Nearest=1 Head=4 ${table_files})
rtl_model(gw_cell_lane:gw_cell_lane_gru Floor Cell=1 AccW=20 ShiftW=4 StateW=13 StateF=8 GateF=9 TableI=3 TableF=7 Nearest=0
          Head=0 ${table_files})
rtl_model(gw_cell_lane:gw_cell_lane_gru Lines Cell=1 AccW=32 ShiftW=5 StateW=16 StateF=8 GateF=12 TableI=4 TableF=6
          Nearest=1 Head=2 Segments=8 ${lines_s8} ${lines_t8} ${table_files})
rtl_model(gw_cell_lane:gw_cell_lane_gru LinesTanh Cell=1 AccW=24 ShiftW=4 StateW=12 StateF=8 GateF=12 TableI=2 TableF=6
          Nearest=0 Head=4 Segments=8 ${lines_s8} ${lines_t8} ${table_files})
rtl_test(gw_cell_lane_gru)

rtl_model(gw_scatter OneOfOne Elems=1 Arrays=1 Array=0 ValueW=16 GroupW=3 WordW=3 +Cand=1)
rtl_model(gw_scatter AllOfOne Elems=5 Arrays=1 Array=0 ValueW=4 GroupW=2 WordW=2 +Cand=5)
rtl_model(gw_scatter Equal Elems=4 Arrays=4 Array=2 ValueW=8 GroupW=3 WordW=3 +Cand=1)
rtl_model(gw_scatter Several Elems=8 Arrays=2 Array=1 ValueW=16 GroupW=3 WordW=3 +Cand=4)
rtl_model(gw_scatter Spread Elems=2 Arrays=4 Array=3 ValueW=16 GroupW=4 WordW=3 +Cand=1)
rtl_model(gw_scatter Wide Elems=1 Arrays=8 Array=5 ValueW=9 GroupW=5 WordW=2 +Cand=1)
rtl_test(gw_scatter)

rtl_model(gw_lane_sum One Arrays=1 AccW=20)
rtl_model(gw_lane_sum Two Arrays=2 AccW=8)
rtl_model(gw_lane_sum Eight Arrays=8 AccW=32)
rtl_model(gw_lane_sum Widest Arrays=4 AccW=48)
rtl_test(gw_lane_sum)

rtl_model(gw_counter OneBit CountW=1)
rtl_model(gw_counter Lanes CountW=11)
rtl_model(gw_counter Widest CountW=31)
rtl_test(gw_counter)

rtl_model(gw_axi_lite Registers AddrW=9)
rtl_model(gw_axi_lite Smallest AddrW=3)
rtl_test(gw_axi_lite)

rtl_model(gw_plain_registers Plain ArrayCountW=1 LaneCountW=1)
rtl_model(gw_delta_registers Delta ArrayCountW=3 LaneCountW=2)
rtl_model(gw_similar_registers Similar ArrayCountW=7 LaneCountW=11)
foreach(module gw_plain_registers gw_delta_registers gw_similar_registers)
  rtl_test(${module} register_module_test.cc)
endforeach()

rtl_model(gw_count_ones One Bits=1 CountW=1)
rtl_model(gw_count_ones Three Bits=3 CountW=2)
rtl_model(gw_count_ones Four Bits=4 CountW=3)
rtl_model(gw_count_ones Wide Bits=64 CountW=7)
rtl_test(gw_count_ones)

rtl_model(gw_stats One Arrays=1 SaturationsW=2)
rtl_model(gw_stats Several Arrays=4 SaturationsW=12)
rtl_test(gw_stats)

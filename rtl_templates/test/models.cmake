# SPDX-License-Identifier: Apache-2.0
# The parameter sets under test, module by module.

# Sets name every parameter that the tests read.
function(pe_model set multiplier stages weight_w value_w weight_bits digits drop offset)
  rtl_model(gw_pe ${set} Multiplier=${multiplier} Stages=${stages} WeightW=${weight_w}
            ValueW=${value_w} WeightBits=${weight_bits} Digits=${digits} Drop=${drop}
            Offset=${offset})
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
  rtl_model(${module} Smallest WW=2 VW=2 Drop=1 Offset=0)
  rtl_model(${module} Narrow3x9 WW=3 VW=9 Drop=3 Offset=1)
  rtl_model(${module} Tall9x4 WW=9 VW=4 Drop=9 Offset=2)
  rtl_model(${module} Square6 WW=6 VW=6 Drop=4 Offset=1)
  rtl_model(${module} Widest WW=16 VW=17 Drop=16 Offset=4)
endforeach()
rtl_model(gw_carry_save Exact WW=7 VW=8 Drop=0 Offset=0)
rtl_test(gw_carry_save)
rtl_test(gw_truncated)

rtl_model(gw_digit_decoder One3 Bits=3 Digits=1 Form=0 CodeW=3 Last=0)
rtl_model(gw_digit_decoder One16 Bits=16 Digits=1 Form=0 CodeW=5 Last=0)
rtl_model(gw_digit_decoder Two8 Bits=8 Digits=2 Form=0 CodeW=7 Last=0)
rtl_model(gw_digit_decoder Two16 Bits=16 Digits=2 Form=0 CodeW=9 Last=0)
function(decoder_by_table set digits bits code_w last)
  digit_table(${digits} ${bits} folder)
  set(RTL_MORE_MODULES -y ${folder})
  rtl_model(gw_digit_decoder ${set} Bits=${bits} Digits=${digits} Form=1 CodeW=${code_w}
            Last=${last})
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

rtl_model(gw_mode_queue Smallest Cand=1 ValueW=3 GroupW=1 TagW=1 Depth=2 CandW=1 PtrW=1)
rtl_model(gw_mode_queue Four Cand=4 ValueW=17 GroupW=4 TagW=2 Depth=5 CandW=2 PtrW=3)
rtl_model(gw_mode_queue Three Cand=3 ValueW=9 GroupW=5 TagW=3 Depth=16 CandW=2 PtrW=4)
rtl_test(gw_mode_queue)

foreach(events 0 1 2)
  if(events EQUAL 0)
    set(more 0)
  else()
    set(more 1)
  endif()
  math(EXPR w16 "16 + ${more}")
  math(EXPR w5 "5 + ${more}")
  math(EXPR w9 "9 + ${more}")
  rtl_model(gw_state_encoder Head${events} Events=${events} Lanes=2 StateW=16 ValueW=${w16} Layers=2
            LayerW=1 GroupW=2 Head=1 HeadRelu=1 Words=4 WordAddrW=2 GroupBase=[0,0])
  rtl_model(gw_state_encoder Smallest${events} Events=${events} Lanes=1 StateW=5 ValueW=${w5} Layers=1
            LayerW=1 GroupW=1 Head=0 HeadRelu=0 Words=1 WordAddrW=1 GroupBase=[0])
  rtl_model(gw_state_encoder Three${events} Events=${events} Lanes=3 StateW=9 ValueW=${w9} Layers=3
            LayerW=2 GroupW=3 Head=0 HeadRelu=0 Words=12 WordAddrW=4 GroupBase=[0,3,8])
endforeach()
rtl_test(gw_state_encoder)

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
  rtl_model(gw_accumulator OneSlot${ram} AccW=20 ProductW=12 Slots=1 SlotW=1 Ram=${ram})
  rtl_model(gw_accumulator Default${ram} AccW=32 ProductW=24 Slots=4 SlotW=2 Ram=${ram})
  rtl_model(gw_accumulator WideProduct${ram} AccW=12 ProductW=20 Slots=3 SlotW=2 Ram=${ram})
  rtl_model(gw_accumulator SameWidth${ram} AccW=18 ProductW=18 Slots=7 SlotW=3 Ram=${ram})
  rtl_model(gw_accumulator Widest${ram} AccW=48 ProductW=33 Slots=64 SlotW=6 Ram=${ram})
endforeach()
rtl_test(gw_accumulator)

rtl_model(gw_event_queue Smallest Cand=1 ValueW=2 GroupW=1 TagW=1 Depth=2 Framed=0 CandW=1 PtrW=1)
rtl_model(gw_event_queue SmallestFrame Cand=1 ValueW=2 GroupW=1 TagW=1 Depth=2 Framed=1 CandW=1
          PtrW=1)
rtl_model(gw_event_queue Four Cand=4 ValueW=16 GroupW=4 TagW=2 Depth=5 Framed=0 CandW=2 PtrW=3)
rtl_model(gw_event_queue FourFrame Cand=4 ValueW=16 GroupW=4 TagW=1 Depth=8 Framed=1 CandW=2 PtrW=3)
rtl_model(gw_event_queue Three Cand=3 ValueW=9 GroupW=5 TagW=3 Depth=16 Framed=0 CandW=2 PtrW=4)
rtl_model(gw_event_queue ThreeFrame Cand=3 ValueW=9 GroupW=5 TagW=3 Depth=3 Framed=1 CandW=2 PtrW=2)
rtl_test(gw_event_queue)

# How weights are stored: see gw_column_fetch. One layer, two or three; tables follow the layers.
set(dense Pattern=0 Pointers=1 PointerFile=\"pointers.hex\" CountW=1 IndexAddrW=1 BlockWords=1
    BlockShift=0 Arrays=1 Array=0)
set(dense1 ${dense} XIndex=[0] HIndex=[0])
set(dense2 ${dense} XIndex=[0,0] HIndex=[0,0])
set(dense3 ${dense} XIndex=[0,0,0] HIndex=[0,0,0])
set(slots3 Pattern=1 Pointers=1 PointerFile=\"pointers.hex\" CountW=1 IndexAddrW=1 BlockWords=1
    BlockShift=0 Arrays=1 Array=0 XIndex=[0,0,0] HIndex=[0,0,0])
set(pointers3 Pattern=2 Pointers=230 PointerFile=\"pointers.hex\" CountW=4 IndexAddrW=1 BlockWords=1
    BlockShift=0 Arrays=1 Array=0 XIndex=[0,0,0] HIndex=[0,0,0])
set(one_pointer Pattern=2 Pointers=2 PointerFile=\"pointers.hex\" CountW=2 IndexAddrW=1 BlockWords=1
    BlockShift=0 Arrays=1 Array=0 XIndex=[0] HIndex=[0])
set(blocks3 Pattern=3 Pointers=1 PointerFile=\"pointers.hex\" CountW=1 IndexAddrW=9 BlockWords=2
    BlockShift=2 Arrays=2 Array=1 XIndex=[0,150,300] HIndex=[70,200,0])
set(one_block Pattern=3 Pointers=1 PointerFile=\"pointers.hex\" CountW=1 IndexAddrW=5 BlockWords=1
    BlockShift=0 Arrays=4 Array=2 XIndex=[0] HIndex=[12])

rtl_model(gw_column_fetch Smallest ValueW=2 XCand=1 HCand=1 XCandW=1 HCandW=1 XGroupW=2 HGroupW=2
          Layers=1 LayerW=1 AddrW=4 SlotW=1 XBase=[0] HBase=[4] XLast=[0] HLast=[0] XSlot=[0] HSlot=[0]
          ${dense1})
rtl_model(gw_column_fetch OneLayer ValueW=16 XCand=2 HCand=1 XCandW=1 HCandW=1 XGroupW=3 HGroupW=4
          Layers=1 LayerW=1 AddrW=7 SlotW=3 XBase=[1] HBase=[40] XLast=[4] HLast=[3] XSlot=[2] HSlot=[2]
          ${dense1})
rtl_model(gw_column_fetch Head ValueW=16 XCand=1 HCand=1 XCandW=1 HCandW=1 XGroupW=4 HGroupW=4
          Layers=2 LayerW=1 AddrW=8 SlotW=4 XBase=[0,96] HBase=[32,112] XLast=[3,0] HLast=[3,0]
          XSlot=[0,8] HSlot=[0,8] ${dense2})
set(three ValueW=12 XCand=4 HCand=2 XCandW=2 HCandW=1 XGroupW=3 HGroupW=5 Layers=3 LayerW=2 SlotW=5
    XSlot=[0,12,28] HSlot=[1,13,28])
rtl_model(gw_column_fetch Three ${three} AddrW=12 XBase=[0,700,1900] HBase=[384,1300,2100]
          XLast=[11,15,2] HLast=[10,14,2] ${dense3})
rtl_model(gw_column_fetch ThreeSlots ${three} AddrW=12 XBase=[0,700,1900] HBase=[384,1300,2100]
          XLast=[3,0,2] HLast=[4,7,2] ${slots3})
rtl_model(gw_column_fetch ThreePointers ${three} AddrW=9 XBase=[0,96,200] HBase=[32,160,0]
          XLast=[0,0,0] HLast=[0,0,0] ${pointers3})
rtl_model(gw_column_fetch OnePointer ValueW=5 XCand=1 HCand=1 XCandW=1 HCandW=1 XGroupW=1 HGroupW=1
          Layers=1 LayerW=1 AddrW=2 SlotW=2 XBase=[0] HBase=[1] XLast=[0] HLast=[0] XSlot=[1] HSlot=[1]
          ${one_pointer})
rtl_model(gw_column_fetch ThreeBlocks ${three} AddrW=12 XBase=[0,700,1900] HBase=[384,1300,2100]
          XLast=[3,1,1] HLast=[5,7,1] ${blocks3})
rtl_model(gw_column_fetch OneBlock ValueW=5 XCand=1 HCand=1 XCandW=1 HCandW=1 XGroupW=1 HGroupW=1
          Layers=1 LayerW=1 AddrW=4 SlotW=2 XBase=[0] HBase=[4] XLast=[1] HLast=[1] XSlot=[0] HSlot=[0]
          ${one_block})
rtl_test(gw_column_fetch)

rtl_model(gw_axis_in Default ElemW=16 StateW=16 Elems=1 Beats=8 BeatW=3 Decide=0)
rtl_model(gw_axis_in OneBeat ElemW=8 StateW=5 Elems=2 Beats=1 BeatW=1 Decide=0)
rtl_model(gw_axis_in TwoBeats ElemW=16 StateW=13 Elems=1 Beats=2 BeatW=1 Decide=0)
rtl_model(gw_axis_in Wide ElemW=16 StateW=11 Elems=8 Beats=5 BeatW=3 Decide=0)
rtl_model(gw_axis_in Delta ElemW=16 StateW=16 Elems=1 Beats=3 BeatW=2 Decide=1)
rtl_model(gw_axis_in DeltaOneBeat ElemW=8 StateW=5 Elems=2 Beats=1 BeatW=1 Decide=1)
rtl_model(gw_axis_in Modes ElemW=16 StateW=13 Elems=2 Beats=5 BeatW=3 Decide=5)
rtl_model(gw_axis_in ModesOneBeat ElemW=8 StateW=8 Elems=4 Beats=1 BeatW=1 Decide=5)
rtl_test(gw_axis_in)

foreach(events 0 1 2)
  if(events EQUAL 0)
    set(more 0)
  else()
    set(more 1)
  endif()
  math(EXPR w16 "16 + ${more}")
  math(EXPR w13 "13 + ${more}")
  math(EXPR w5 "5 + ${more}")
  math(EXPR w11 "11 + ${more}")
  rtl_model(gw_input One${events} Events=${events} ElemsIn=1 ElemW=16 StateW=16 ValueW=${w16} Inputs=3
            Beats=3 BeatW=2 ScoreW=19 ThetaW=32 Refresh=0 Runtime=1)
  rtl_model(gw_input Whole${events} Events=${events} ElemsIn=4 ElemW=16 StateW=13 ValueW=${w13}
            Inputs=8 Beats=2 BeatW=1 ScoreW=17 ThetaW=13 Refresh=3 Runtime=1)
  rtl_model(gw_input Tail${events} Events=${events} ElemsIn=8 ElemW=8 StateW=5 ValueW=${w5} Inputs=17
            Beats=3 BeatW=2 ScoreW=11 ThetaW=15 Refresh=1 Runtime=0)
  rtl_model(gw_input OneBeat${events} Events=${events} ElemsIn=4 ElemW=16 StateW=11 ValueW=${w11}
            Inputs=1 Beats=1 BeatW=1 ScoreW=12 ThetaW=11 Refresh=2 Runtime=1)
endforeach()
rtl_test(gw_input)

rtl_model(gw_axis_out Default StateW=16 ElemW=16 Lanes=2 Elems=1 SubW=1 Depth=3 PtrW=2 Beats=4
          BeatW=2 Repeats=0)
rtl_model(gw_axis_out OneBeat StateW=5 ElemW=8 Lanes=1 Elems=1 SubW=1 Depth=2 PtrW=1 Beats=1
          BeatW=1 Repeats=1)
rtl_model(gw_axis_out OneWord StateW=11 ElemW=16 Lanes=4 Elems=4 SubW=1 Depth=2 PtrW=1 Beats=1
          BeatW=1 Repeats=1)
rtl_model(gw_axis_out CutShort StateW=13 ElemW=16 Lanes=8 Elems=2 SubW=2 Depth=4 PtrW=2 Beats=9
          BeatW=4 Repeats=1)
rtl_model(gw_axis_out Long StateW=7 ElemW=8 Lanes=1 Elems=1 SubW=1 Depth=8 PtrW=3 Beats=7 BeatW=3 Repeats=1)
rtl_test(gw_axis_out)

# Lines as FitLines makes them; by hand where noted.
set(lines_s8 SigmLines=[8,5,65552,121,96549,77,115922,37,125108,15,128781,6,130255,2,130750,1,131020,0])
set(lines_t8 TanhLines=[7,3,4,121,15508,77,25188,37,29780,15,31621,6,32357,2,32599,1,32740,0])
set(lines_s3 SigmLines=[3,2,130,8,190,5,228,2,247,1])
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

rtl_model(gw_cell_lane Default AccW=32 ShiftW=5 StateW=16 StateF=8 CellW=16 CellF=8 GateF=12
          TableI=4 TableF=6 Nearest=1 Head=1 ${table_files})
rtl_model(gw_cell_lane FineCell AccW=24 ShiftW=4 StateW=12 StateF=7 CellW=22 CellF=14 GateF=6
          TableI=3 TableF=5 Nearest=0 Head=2 ${table_files})
rtl_model(gw_cell_lane Coarse AccW=10 ShiftW=3 StateW=6 StateF=2 CellW=9 CellF=8 GateF=4
          TableI=2 TableF=4 Nearest=1 Head=3 ${table_files})
rtl_model(gw_cell_lane FineState AccW=12 ShiftW=3 StateW=16 StateF=11 CellW=18 CellF=10 GateF=4
          TableI=2 TableF=8 Nearest=1 Head=4 ${table_files})
rtl_model(gw_cell_lane Sigmoid AccW=20 ShiftW=4 StateW=13 StateF=8 CellW=20 CellF=12 GateF=12
          TableI=3 TableF=7 Nearest=0 Head=3 ${table_files})
rtl_model(gw_cell_lane Tanh AccW=20 ShiftW=4 StateW=13 StateF=8 CellW=20 CellF=11 GateF=11
          TableI=3 TableF=7 Nearest=0 Head=4 ${table_files})
rtl_model(gw_cell_lane NoHead AccW=48 ShiftW=6 StateW=16 StateF=4 CellW=24 CellF=14 GateF=14
          TableI=5 TableF=5 Nearest=1 Head=0 ${table_files})
rtl_model(gw_cell_lane Lines AccW=32 ShiftW=5 StateW=16 StateF=8 CellW=16 CellF=8 GateF=12
          TableI=4 TableF=6 Nearest=1 Head=1 Segments=8 ${lines_s8} ${lines_t8} ${table_files})
rtl_model(gw_cell_lane LinesFineCell AccW=20 ShiftW=4 StateW=10 StateF=3 CellW=24 CellF=14 GateF=6
          TableI=3 TableF=7 Nearest=0 Head=3 Segments=4 ${lines_s3} ${lines_t13} ${table_files})
rtl_model(gw_cell_lane LinesTanh AccW=20 ShiftW=4 StateW=10 StateF=3 CellW=22 CellF=14 GateF=6
          TableI=3 TableF=7 Nearest=1 Head=4 Segments=4 ${lines_s3} ${lines_t13} ${table_files})
rtl_test(gw_cell_lane)

rtl_model(gw_gru_lane Default AccW=32 ShiftW=5 StateW=16 StateF=8 GateF=12 TableI=4 TableF=6
          Nearest=1 Head=1 ${table_files})
rtl_model(gw_gru_lane FineState AccW=24 ShiftW=4 StateW=12 StateF=10 GateF=4 TableI=2 TableF=6
          Nearest=0 Head=2 ${table_files})
rtl_model(gw_gru_lane Coarse AccW=10 ShiftW=3 StateW=6 StateF=2 GateF=14 TableI=2 TableF=4 Nearest=1
          Head=3 ${table_files})
rtl_model(gw_gru_lane Widest AccW=48 ShiftW=5 StateW=16 StateF=11 GateF=14 TableI=5 TableF=5
          Nearest=1 Head=4 ${table_files})
rtl_model(gw_gru_lane Floor AccW=20 ShiftW=4 StateW=13 StateF=8 GateF=9 TableI=3 TableF=7 Nearest=0
          Head=0 ${table_files})
rtl_model(gw_gru_lane Lines AccW=32 ShiftW=5 StateW=16 StateF=8 GateF=12 TableI=4 TableF=6
          Nearest=1 Head=2 Segments=8 ${lines_s8} ${lines_t8} ${table_files})
rtl_model(gw_gru_lane LinesTanh AccW=24 ShiftW=4 StateW=12 StateF=8 GateF=12 TableI=2 TableF=6
          Nearest=0 Head=4 Segments=8 ${lines_s8} ${lines_t8} ${table_files})
rtl_test(gw_gru_lane)

rtl_model(gw_cell_lanes Head Cell=0 Stats=1 CountW=2 Units=[7,3] Arrays=1 Pes=4 Lanes=2 SelW=1 Slots=16 SlotW=4 Layers=2 LayerW=1
          GroupW=2 CellAddrW=2 CellWords=4 AccW=32 RowShiftW=2 ShiftW=5 StateW=16 StateF=8 CellW=16
          CellF=8 GateF=12 TableI=4 TableF=6 Nearest=1 Head=1 Fraction=[7,12] LastGroup=[3,1]
          CellBase=[0,0] RowFile=\"rows.hex\" ${table_files})
rtl_model(gw_cell_lanes OneGroup Cell=0 Stats=1 CountW=2 Units=[2] Arrays=2 Pes=3 Lanes=3 SelW=1 Slots=4 SlotW=2 Layers=1 LayerW=1
          GroupW=1 CellAddrW=1 CellWords=1 AccW=24 RowShiftW=0 ShiftW=3 StateW=12 StateF=6 CellW=18
          CellF=12 GateF=8 TableI=3 TableF=5 Nearest=0 Head=0 Fraction=[6] LastGroup=[0]
          CellBase=[0] RowFile=\"rows.hex\" ${table_files})
rtl_model(gw_cell_lanes OneLane Cell=0 Stats=1 CountW=1 Units=[3,4] Arrays=1 Pes=1 Lanes=1 SelW=1 Slots=1 SlotW=1 Layers=2 LayerW=1
          GroupW=2 CellAddrW=2 CellWords=3 AccW=20 RowShiftW=1 ShiftW=4 StateW=10 StateF=5 CellW=16
          CellF=9 GateF=10 TableI=3 TableF=4 Nearest=1 Head=3 Fraction=[0,9] LastGroup=[2,3]
          CellBase=[0,0] RowFile=\"rows.hex\" ${table_files})
rtl_model(gw_cell_lanes Three Cell=0 Stats=1 CountW=2 Units=[5,10,13] Arrays=4 Pes=8 Lanes=2 SelW=2 Slots=9 SlotW=4 Layers=3 LayerW=2
          GroupW=3 CellAddrW=3 CellWords=8 AccW=20 RowShiftW=3 ShiftW=5 StateW=14 StateF=7 CellW=24
          CellF=11 GateF=9 TableI=4 TableF=5 Nearest=1 Head=4 Fraction=[5,8,3] LastGroup=[2,4,6]
          CellBase=[0,3,0] RowFile=\"rows.hex\" ${table_files})
rtl_model(gw_cell_lanes GruHead Cell=1 Stats=1 CountW=2 Units=[8,3] Arrays=1 Pes=4 Lanes=2 SelW=1 Slots=16 SlotW=4 Layers=2
          LayerW=1 GroupW=2 CellAddrW=2 CellWords=4 AccW=32 RowShiftW=2 ShiftW=5 StateW=16 StateF=8
          CellW=16 CellF=8 GateF=12 TableI=4 TableF=6 Nearest=1 Head=4 Fraction=[7,12]
          LastGroup=[3,1] CellBase=[0,0] RowFile=\"rows.hex\" ${table_files})
rtl_model(gw_cell_lanes GruThree Cell=1 Stats=1 CountW=2 Units=[6,9,13] Arrays=4 Pes=8 Lanes=2 SelW=2 Slots=9 SlotW=4 Layers=3
          LayerW=2 GroupW=3 CellAddrW=4 CellWords=15 AccW=20 RowShiftW=3 ShiftW=5 StateW=14 StateF=7
          CellW=24 CellF=11 GateF=9 TableI=4 TableF=5 Nearest=0 Head=0 Fraction=[5,8,3]
          LastGroup=[2,4,6] CellBase=[0,3,8] RowFile=\"rows.hex\" ${table_files})
rtl_model(gw_cell_lanes Lines Cell=0 Stats=1 CountW=2 Units=[5,10,13] Arrays=4 Pes=8 Lanes=2 SelW=2 Slots=9 SlotW=4 Layers=3 LayerW=2
          GroupW=3 CellAddrW=3 CellWords=8 AccW=20 RowShiftW=3 ShiftW=5 StateW=10 StateF=3 CellW=20
          CellF=14 GateF=6 TableI=4 TableF=5 Nearest=1 Head=4 Fraction=[5,8,3] LastGroup=[2,4,6]
          CellBase=[0,3,0] RowFile=\"rows.hex\" Segments=4 ${lines_s3} ${lines_t13} ${table_files})
rtl_model(gw_cell_lanes LinesLinear Cell=0 Stats=1 CountW=2 Units=[7,3] Arrays=1 Pes=4 Lanes=2 SelW=1 Slots=16 SlotW=4 Layers=2 LayerW=1
          GroupW=2 CellAddrW=2 CellWords=4 AccW=32 RowShiftW=2 ShiftW=5 StateW=16 StateF=8 CellW=16
          CellF=8 GateF=12 TableI=4 TableF=6 Nearest=1 Head=1 Fraction=[7,12] LastGroup=[3,1]
          CellBase=[0,0] RowFile=\"rows.hex\" Segments=8 ${lines_s8} ${lines_t8} ${table_files})
rtl_model(gw_cell_lanes GruLines Cell=1 Stats=1 CountW=2 Units=[8,3] Arrays=1 Pes=4 Lanes=2 SelW=1 Slots=16 SlotW=4 Layers=2
          LayerW=1 GroupW=2 CellAddrW=2 CellWords=4 AccW=32 RowShiftW=2 ShiftW=5 StateW=16 StateF=8
          CellW=16 CellF=8 GateF=12 TableI=4 TableF=6 Nearest=1 Head=4 Fraction=[7,12]
          LastGroup=[3,1] CellBase=[0,0] RowFile=\"rows.hex\" Segments=8 ${lines_s8} ${lines_t8}
          ${table_files})
rtl_model(gw_cell_lanes HeadStages2 Stages=2 Cell=0 Stats=1 CountW=2 Units=[7,3] Arrays=1 Pes=4 Lanes=2
          SelW=1 Slots=16 SlotW=4 Layers=2 LayerW=1 GroupW=2 CellAddrW=2 CellWords=4 AccW=32 RowShiftW=2
          ShiftW=5 StateW=16 StateF=8 CellW=16 CellF=8 GateF=12 TableI=4 TableF=6 Nearest=1 Head=1
          Fraction=[7,12] LastGroup=[3,1] CellBase=[0,0] RowFile=\"rows.hex\" ${table_files})
rtl_model(gw_cell_lanes GruThreeStages3 Stages=3 Cell=1 Stats=1 CountW=2 Units=[6,9,13] Arrays=4 Pes=8
          Lanes=2 SelW=2 Slots=9 SlotW=4 Layers=3 LayerW=2 GroupW=3 CellAddrW=4 CellWords=15 AccW=20
          RowShiftW=3 ShiftW=5 StateW=14 StateF=7 CellW=24 CellF=11 GateF=9 TableI=4 TableF=5 Nearest=0
          Head=0 Fraction=[5,8,3] LastGroup=[2,4,6] CellBase=[0,3,8] RowFile=\"rows.hex\"
          ${table_files})
rtl_model(gw_cell_lanes LinesStages3 Stages=3 Cell=0 Stats=1 CountW=2 Units=[5,10,13] Arrays=4 Pes=8
          Lanes=2 SelW=2 Slots=9 SlotW=4 Layers=3 LayerW=2 GroupW=3 CellAddrW=3 CellWords=8 AccW=20
          RowShiftW=3 ShiftW=5 StateW=10 StateF=3 CellW=20 CellF=14 GateF=6 TableI=4 TableF=5 Nearest=1
          Head=4 Fraction=[5,8,3] LastGroup=[2,4,6] CellBase=[0,3,0] RowFile=\"rows.hex\" Segments=4
          ${lines_s3} ${lines_t13} ${table_files})
# A format of states below 0.5, which sigmoids leave: the output of the head saturates.
rtl_model(gw_cell_lanes HeadCut Cell=0 Stats=1 CountW=2 Units=[7,3] Arrays=1 Pes=4 Lanes=2 SelW=1 Slots=16 SlotW=4 Layers=2 LayerW=1
          GroupW=2 CellAddrW=2 CellWords=4 AccW=24 RowShiftW=2 ShiftW=4 StateW=8 StateF=8 CellW=14
          CellF=8 GateF=10 TableI=4 TableF=6 Nearest=1 Head=3 Fraction=[7,9] LastGroup=[3,1]
          CellBase=[0,0] RowFile=\"rows.hex\" ${table_files})
rtl_model(gw_cell_lanes GruLinesHeadCut Cell=1 Stats=1 CountW=2 Units=[7,3] Arrays=1 Pes=4 Lanes=2 SelW=1 Slots=16 SlotW=4 Layers=2
          LayerW=1 GroupW=2 CellAddrW=2 CellWords=4 AccW=24 RowShiftW=2 ShiftW=4 StateW=8 StateF=8
          CellW=14 CellF=8 GateF=12 TableI=4 TableF=6 Nearest=1 Head=3 Fraction=[7,9]
          LastGroup=[3,1] CellBase=[0,0] RowFile=\"rows.hex\" Segments=8 ${lines_s8} ${lines_t8}
          ${table_files})
rtl_test(gw_cell_lanes)

set(no_store WeightSlotW=0 IndexW=1 Indices=1 IndexFile=\"indices.hex\" WeightFile=\"weights.hex\")
set(own_slots WeightSlotW=4 IndexW=1 Indices=1 IndexFile=\"indices.hex\" WeightFile=\"weights.hex\")
set(indices WeightSlotW=0 IndexW=3 Indices=400 IndexFile=\"indices.hex\"
    WeightFile=\"weights.hex\")
rtl_model(gw_array Head Events=0 Pes=4 Lanes=2 SelW=1 ArmsBias=1 HasNext=1 ValueW=16 WeightW=8 AccW=32
          AccRam=0 Slots=9 SlotW=4 XCand=1 XCandW=1 XGroupW=4 XDepth=4 XPtrW=2 HCand=2 HCandW=1
          HGroupW=4 NDepth=4 NPtrW=2 RDepth=5 RPtrW=3 Layers=2 LayerW=1 AddrW=8 XBase=[0,160]
          HBase=[96,170] XLast=[7,0] HLast=[7,0] XSlot=[0,8] HSlot=[0,8] WeightWords=180 ${dense2}
          ${no_store})
rtl_model(gw_array Smallest Events=0 Pes=1 Lanes=1 SelW=1 ArmsBias=1 HasNext=0 ValueW=4 WeightW=3 AccW=8
          AccRam=0 Slots=1 SlotW=1 XCand=1 XCandW=1 XGroupW=1 XDepth=3 XPtrW=2 HCand=1 HCandW=1
          HGroupW=1 NDepth=2 NPtrW=1 RDepth=2 RPtrW=1 Layers=1 LayerW=1 AddrW=2 XBase=[0]
          HBase=[2] XLast=[0] HLast=[0] XSlot=[0] HSlot=[0] WeightWords=4 ${dense1} ${no_store})
rtl_model(gw_array OneSlotRam Events=0 Pes=4 Lanes=4 SelW=1 ArmsBias=1 HasNext=0 ValueW=9 WeightW=5 AccW=17
          AccRam=1 Slots=1 SlotW=1 XCand=4 XCandW=2 XGroupW=2 XDepth=5 XPtrW=3 HCand=4 HCandW=2
          HGroupW=2 NDepth=4 NPtrW=2 RDepth=4 RPtrW=2 Layers=1 LayerW=1 AddrW=5 XBase=[0]
          HBase=[16] XLast=[0] HLast=[0] XSlot=[0] HSlot=[0] WeightWords=32 ${dense1} ${no_store})
set(three Lanes=3 ArmsBias=0 HasNext=1 ValueW=12 Slots=31 SlotW=5 XCand=4 XCandW=2 XGroupW=3
    XDepth=6 XPtrW=3 HCand=2 HCandW=1 HGroupW=5 NDepth=4 NPtrW=2 RDepth=8 RPtrW=3 Layers=3 LayerW=2
    XSlot=[0,12,28] HSlot=[0,12,28])
rtl_model(gw_array ThreeRam Events=0 ${three} Pes=6 SelW=1 WeightW=6 AccW=14 AccRam=1 AddrW=12
          XBase=[0,700,1900] HBase=[384,1300,2100] XLast=[11,15,2] HLast=[11,15,2] WeightWords=2300
          ${dense3} ${no_store})
rtl_model(gw_array ThreeSlotsRam Events=0 ${three} Pes=6 SelW=1 WeightW=6 AccW=14 AccRam=1 AddrW=12
          XBase=[0,700,1900] HBase=[384,1300,2100] XLast=[3,0,2] HLast=[4,7,2] WeightWords=2300
          ${slots3} ${own_slots})
rtl_model(gw_array ThreeSlotsFlops Events=0 ${three} Pes=3 SelW=1 WeightW=9 AccW=24 AccRam=0 AddrW=12
          XBase=[0,700,1900] HBase=[384,1300,2100] XLast=[3,0,2] HLast=[4,7,2] WeightWords=2300
          ${slots3} ${own_slots})
rtl_model(gw_array ThreePointersRam Events=0 ${three} Pes=6 SelW=1 WeightW=4 AccW=14 AccRam=1 AddrW=9
          XBase=[0,96,200] HBase=[32,160,220] XLast=[0,0,0] HLast=[0,0,0] WeightWords=500
          ${pointers3} ${own_slots})
rtl_model(gw_array ThreeBlocksRam Events=0 ${three} Pes=6 SelW=1 WeightW=6 AccW=14 AccRam=1 AddrW=12
          XBase=[0,700,1900] HBase=[384,1300,2100] XLast=[3,1,1] HLast=[5,7,1] WeightWords=2300
          ${blocks3} ${indices})
rtl_model(gw_array ThreeFlops Events=0 Pes=2 Lanes=1 SelW=1 ArmsBias=0 HasNext=1 ValueW=16 WeightW=16 AccW=40
          AccRam=0 Slots=31 SlotW=5 XCand=1 XCandW=1 XGroupW=5 XDepth=6 XPtrW=3 HCand=1 HCandW=1
          HGroupW=5 NDepth=4 NPtrW=2 RDepth=8 RPtrW=3 Layers=3 LayerW=2 AddrW=12
          XBase=[0,700,1900] HBase=[384,1300,2100] XLast=[11,15,2] HLast=[11,15,2]
          XSlot=[0,12,28] HSlot=[0,12,28] WeightWords=2300 ${dense3} ${no_store})
foreach(events 1 2)
  rtl_model(gw_array HeadEvents${events} Events=${events} Pes=4 Lanes=2 SelW=1 ArmsBias=1 HasNext=1
            ValueW=17 WeightW=8 AccW=32 AccRam=0 Slots=9 SlotW=4 XCand=1 XCandW=1 XGroupW=4 XDepth=4
            XPtrW=2 HCand=2 HCandW=1 HGroupW=4 NDepth=4 NPtrW=2 RDepth=5 RPtrW=3 Layers=2 LayerW=1
            AddrW=8 XBase=[0,160] HBase=[96,170] XLast=[7,0] HLast=[7,0] XSlot=[0,8] HSlot=[0,8]
            WeightWords=180 ${dense2} ${no_store})
  rtl_model(gw_array ThreeEvents${events} Events=${events} ${three} Pes=6 SelW=1 WeightW=6 AccW=14
            AccRam=1 AddrW=12 XBase=[0,700,1900] HBase=[384,1300,2100] XLast=[3,0,2] HLast=[4,7,2]
            WeightWords=2300 ${slots3} ${own_slots})
endforeach()
rtl_model(gw_array HeadStages2 Stages=2 Events=0 Pes=4 Lanes=2 SelW=1 ArmsBias=1 HasNext=1 ValueW=16
          WeightW=8 AccW=32 AccRam=0 Slots=9 SlotW=4 XCand=1 XCandW=1 XGroupW=4 XDepth=4 XPtrW=2 HCand=2
          HCandW=1 HGroupW=4 NDepth=4 NPtrW=2 RDepth=5 RPtrW=3 Layers=2 LayerW=1 AddrW=8 XBase=[0,160]
          HBase=[96,170] XLast=[7,0] HLast=[7,0] XSlot=[0,8] HSlot=[0,8] WeightWords=180 ${dense2}
          ${no_store})
rtl_model(gw_array OneDigitStages2 Stages=2 Multiplier=2 WeightBits=8 Digits=1 Events=0 ${three} Pes=6
          SelW=1 WeightW=4 AccW=14 AccRam=1 AddrW=12 XBase=[0,700,1900] HBase=[384,1300,2100]
          XLast=[3,1,1] HLast=[5,7,1] WeightWords=2300 ${blocks3} ${indices})
foreach(stages 1 3)
  rtl_model(gw_array TwoDigitsStages${stages} Stages=${stages} Multiplier=2 WeightBits=16 Digits=2
            Events=2 ${three} Pes=3 SelW=1 WeightW=9 AccW=24 AccRam=1 AddrW=12 XBase=[0,700,1900]
            HBase=[384,1300,2100] XLast=[3,0,2] HLast=[4,7,2] WeightWords=2300 ${slots3} ${own_slots})
endforeach()
rtl_test(gw_array)

rtl_model(gw_sequencer Head Waits=0 Cell=0 Pes=4 Lanes=2 SelW=1 Slots=9 SlotW=4 Layers=2 LayerW=1 GroupW=2 Head=1
          GateSlot=[0,2,4,6,8,0,0,0] LastGroup=[3,0])
rtl_model(gw_sequencer Smallest Waits=0 Cell=0 Pes=1 Lanes=1 SelW=1 Slots=4 SlotW=2 Layers=1 LayerW=1 GroupW=1
          Head=0 GateSlot=[0,1,2,3] LastGroup=[0])
rtl_model(gw_sequencer OneSlot Waits=0 Cell=0 Pes=2 Lanes=2 SelW=1 Slots=1 SlotW=1 Layers=1 LayerW=1 GroupW=1
          Head=2 GateSlot=[0,0,0,0] LastGroup=[0])
rtl_model(gw_sequencer Three Waits=0 Cell=0 Pes=6 Lanes=2 SelW=2 Slots=31 SlotW=5 Layers=3 LayerW=2 GroupW=4 Head=0
          GateSlot=[0,3,6,9,12,16,20,24,28,28,29,30] LastGroup=[8,10,0])
rtl_model(gw_sequencer ThreeHead Waits=0 Cell=0 Pes=3 Lanes=1 SelW=2 Slots=31 SlotW=5 Layers=3 LayerW=2 GroupW=4
          Head=4 GateSlot=[0,3,6,9,12,16,20,24,28,0,0,0] LastGroup=[8,10,5])
rtl_model(gw_sequencer GruHead Waits=0 Cell=1 Pes=4 Lanes=2 SelW=1 Slots=9 SlotW=4 Layers=2 LayerW=1 GroupW=2
          Head=1 GateSlot=[0,2,4,6,8,0,0,0] LastGroup=[3,0])
rtl_model(gw_sequencer HeadWaits Waits=1 Cell=0 Pes=4 Lanes=2 SelW=1 Slots=9 SlotW=4 Layers=2 LayerW=1
          GroupW=2 Head=1 GateSlot=[0,2,4,6,8,0,0,0] LastGroup=[3,0])
rtl_model(gw_sequencer SmallestWaits Waits=1 Cell=0 Pes=1 Lanes=1 SelW=1 Slots=4 SlotW=2 Layers=1
          LayerW=1 GroupW=1 Head=0 GateSlot=[0,1,2,3] LastGroup=[0])
rtl_test(gw_sequencer)

set(engine_formats StateI=8 StateF=8 CellI=8 CellF=8 WeightW=8 AccW=32 GateF=12 TableI=4 TableF=6
    Nearest=1 MemDir=\".\" ElemsIn=1 ElemsOut=1)
set(all_weights Pattern=0 WeightSlotW=0 Pointers=1 CountW=1 Indices=1 IndexW=1 BlockWords=1
    BlockShift=0)
rtl_model(gw_engine Head Events=0 ScoreW=1 Runtime=0 Cell=0 Arrays=1 Pes=4 Lanes=2 Inputs=3 Layers=2 Units=[8,2] Head=1 HeadRelu=1
          RowShiftW=2
          Fraction=[7,7] AccRam=0 Slots=9 XSlot=[0,8] HSlot=[0,8] GateSlot=[0,2,4,6,8,0,0,0] XLast=[7,0]
          HLast=[7,0] XBase=[0,88] HBase=[24,0] WeightWords=96 ${all_weights} XIndex=[0,0]
          HIndex=[0,0] ${engine_formats})
rtl_model(gw_engine TwoArrays Events=0 ScoreW=1 Runtime=0 Cell=0 Arrays=2 Pes=2 Lanes=1 Inputs=3 Layers=1 Units=[5] Head=0 HeadRelu=0
          RowShiftW=1
          Fraction=[6] AccRam=1 Slots=12 XSlot=[0] HSlot=[0] GateSlot=[0,3,6,9] XLast=[11] HLast=[11]
          XBase=[0] HBase=[24] WeightWords=60 ${all_weights} XIndex=[0] HIndex=[0]
          ${engine_formats})
rtl_model(gw_engine Gru Events=0 ScoreW=1 Runtime=0 Cell=1 Arrays=2 Pes=4 Lanes=2 Inputs=3 Layers=2 Units=[8,2] Head=1 HeadRelu=0
          RowShiftW=2 Fraction=[7,7] AccRam=0 Slots=9 XSlot=[0,8] HSlot=[2,8]
          GateSlot=[0,2,4,6,8,0,0,0] XLast=[5,0] HLast=[5,0] XBase=[0,36] HBase=[12,0]
          WeightWords=40 ${all_weights} XIndex=[0,0] HIndex=[0,0] ${engine_formats})
foreach(events 1 2)
  if(events EQUAL 1)
    set(score 1)
  else()
    set(score 19)
  endif()
  math(EXPR runtime "${events} - 1")
  rtl_model(gw_engine HeadEvents${events} Events=${events} ScoreW=${score} Runtime=1 Cell=0 Arrays=1 Pes=4 Lanes=2
            Inputs=3 Layers=2 Units=[8,2] Head=1 HeadRelu=1 RowShiftW=2 Fraction=[7,7] AccRam=0 Slots=9
            XSlot=[0,8] HSlot=[0,8] GateSlot=[0,2,4,6,8,0,0,0] XLast=[7,0] HLast=[7,0] XBase=[0,88]
            HBase=[24,0] WeightWords=96 ${all_weights} XIndex=[0,0] HIndex=[0,0] ${engine_formats})
  rtl_model(gw_engine GruEvents${events} Events=${events} ScoreW=${score} Runtime=${runtime} Cell=1 Arrays=2 Pes=4 Lanes=2
            Inputs=3 Layers=2 Units=[8,2] Head=1 HeadRelu=0 RowShiftW=2 Fraction=[7,7] AccRam=1 Slots=9
            XSlot=[0,8] HSlot=[2,8] GateSlot=[0,2,4,6,8,0,0,0] XLast=[5,0] HLast=[5,0] XBase=[0,36]
            HBase=[12,0] WeightWords=40 ${all_weights} XIndex=[0,0] HIndex=[0,0] ${engine_formats})
endforeach()
rtl_test(gw_engine)

rtl_model(gw_scatter OneOfOne Elems=1 Arrays=1 Index=0 ValueW=16 GroupW=3 WordW=3 Cand=1)
rtl_model(gw_scatter AllOfOne Elems=5 Arrays=1 Index=0 ValueW=4 GroupW=2 WordW=2 Cand=5)
rtl_model(gw_scatter Equal Elems=4 Arrays=4 Index=2 ValueW=8 GroupW=3 WordW=3 Cand=1)
rtl_model(gw_scatter Several Elems=8 Arrays=2 Index=1 ValueW=16 GroupW=3 WordW=3 Cand=4)
rtl_model(gw_scatter Spread Elems=2 Arrays=4 Index=3 ValueW=16 GroupW=4 WordW=3 Cand=1)
rtl_model(gw_scatter Wide Elems=1 Arrays=8 Index=5 ValueW=9 GroupW=5 WordW=2 Cand=1)
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

foreach(extra 0 2)
  rtl_model(gw_saturation_count Lstm${extra} Lanes=2 Cell=0 Layers=2 LayerW=1 GroupW=2 Units=[7,3]
            LastGroup=[3,1] CountW=2 ExtraCycles=${extra})
  rtl_model(gw_saturation_count Gru${extra} Lanes=5 Cell=1 Layers=3 LayerW=2 GroupW=3
            Units=[5,21,1] LastGroup=[0,4,0] CountW=3 ExtraCycles=${extra})
endforeach()
rtl_model(gw_saturation_count OneLane Lanes=1 Cell=0 Layers=1 LayerW=1 GroupW=2 Units=[4]
          LastGroup=[3] CountW=1 ExtraCycles=0)
rtl_model(gw_saturation_count NothingToPad Lanes=2 Cell=0 Layers=2 LayerW=1 GroupW=2 Units=[8,4]
          LastGroup=[3,1] CountW=2 ExtraCycles=0 Padding=0)
rtl_test(gw_saturation_count)

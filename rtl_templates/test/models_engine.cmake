# SPDX-License-Identifier: Apache-2.0
# The parameter sets under test of the modules with a table of layers.

# How weights are stored: see gw_column_fetch. The bits of addresses are those of gw_array.
set(pointer_file PointerFile=\"pointers.hex\")
set(dense Pattern=0)
set(slots Pattern=1)
set(pointers Pattern=2 PointerWords=230 ColumnWordsW=4)
set(one_pointer Pattern=2 PointerWords=2 ColumnWordsW=2)
set(blocks Pattern=3 BlockWords=2 BlockShift=2 Arrays=2 Array=1 XIndex=[0,150,300] HIndex=[70,200,0])
set(one_block Pattern=3 BlockWords=1 BlockShift=0 Arrays=4 Array=2 XIndex=[0] HIndex=[12])

rtl_model(gw_column_fetch Smallest ValueW=2 XCand=1 XGroupW=2 HCand=1 GroupW=2 Slots=2 Layers=1
          Arrays=1 Array=0 AddrW=4 IndexAddrW=1 XBase=[0] HBase=[4] XWords=[1] HWords=[1]
          FirstSlot=[0] ${dense} ${pointer_file})
rtl_model(gw_column_fetch OneLayer ValueW=16 XCand=2 XGroupW=3 HCand=1 GroupW=4 Slots=8 Layers=1
          Arrays=1 Array=0 AddrW=7 IndexAddrW=1 XBase=[1] HBase=[40] XWords=[5] HWords=[4]
          FirstSlot=[2] ${dense} ${pointer_file})
rtl_model(gw_column_fetch Head ValueW=16 XCand=1 XGroupW=4 HCand=1 GroupW=4 Slots=16 Layers=2
          Arrays=1 Array=0 AddrW=8 IndexAddrW=1 XBase=[0,96] HBase=[32,112] XWords=[4,1] HWords=[4,0]
          FirstSlot=[0,8] SumSlots=[2,1] Kind=[0,2] ${dense} ${pointer_file})
# Two GRU layers of one slot a sum and a dense one.
set(three ValueW=12 XCand=4 XGroupW=3 HCand=2 GroupW=5 Slots=32 Layers=3 FirstSlot=[0,12,28]
    SumSlots=[1,1,1] Kind=[1,1,2] ${pointer_file})
rtl_model(gw_column_fetch Three ${three} AddrW=12 IndexAddrW=1 Arrays=1 Array=0 XBase=[0,700,1900]
          HBase=[384,1300,2100] XWords=[12,16,3] HWords=[11,15,3] ${dense})
rtl_model(gw_column_fetch ThreeSlots ${three} AddrW=12 IndexAddrW=1 Arrays=1 Array=0
          XBase=[0,700,1900] HBase=[384,1300,2100] XWords=[4,1,3] HWords=[5,8,3] ${slots})
rtl_model(gw_column_fetch ThreePointers ${three} AddrW=9 IndexAddrW=1 Arrays=1 Array=0
          XBase=[0,96,200] HBase=[32,160,0] XWords=[1,1,1] HWords=[1,1,1] ${pointers})
rtl_model(gw_column_fetch OnePointer ValueW=5 XCand=1 XGroupW=1 HCand=1 GroupW=1 Slots=4 Layers=1
          Arrays=1 Array=0 AddrW=2 IndexAddrW=1 XBase=[0] HBase=[1] XWords=[1] HWords=[1]
          FirstSlot=[1] ${one_pointer} ${pointer_file})
rtl_model(gw_column_fetch ThreeBlocks ${three} AddrW=12 IndexAddrW=9 XBase=[0,700,1900]
          HBase=[384,1300,2100] XWords=[4,2,2] HWords=[6,8,2] ${blocks})
rtl_model(gw_column_fetch OneBlock ValueW=5 XCand=1 XGroupW=1 HCand=1 GroupW=1 Slots=4 Layers=1
          AddrW=4 IndexAddrW=5 XBase=[0] HBase=[4] XWords=[2] HWords=[2] FirstSlot=[0] ${one_block}
          ${pointer_file})
rtl_test(gw_column_fetch)

foreach(events 0 1 2)
  if(events EQUAL 0)
    set(more 0)
  else()
    set(more 1)
  endif()
  math(EXPR w16 "16 + ${more}")
  math(EXPR w5 "5 + ${more}")
  math(EXPR w9 "9 + ${more}")
  rtl_model(gw_state_encoder Head${events} Events=${events} Lanes=2 StateW=16 Layers=2 GroupW=2
            Units=[8,2] Kind=[0,2] InputRelu=[0,1] +ValueW=${w16})
  rtl_model(gw_state_encoder Smallest${events} Events=${events} Lanes=1 StateW=5 Layers=1 GroupW=1
            Units=[1] Kind=[0] +ValueW=${w5})
  rtl_model(gw_state_encoder Three${events} Events=${events} Lanes=3 StateW=9 Layers=3 GroupW=3
            Units=[9,15,12] Kind=[0,0,0] +ValueW=${w9})
endforeach()
rtl_test(gw_state_encoder)

foreach(extra 0 2)
  rtl_model(gw_saturation_count Lstm${extra} Lanes=2 Layers=2 GroupW=2 Units=[7,3] Kind=[0,2]
            Padding=1 ExtraCycles=${extra})
  rtl_model(gw_saturation_count Gru${extra} Lanes=5 Layers=3 GroupW=3 Units=[5,21,1] Kind=[1,1,2]
            Padding=1 ExtraCycles=${extra})
endforeach()
rtl_model(gw_saturation_count OneLane Lanes=1 Layers=1 GroupW=2 Units=[4] Kind=[0] Padding=1
          ExtraCycles=0)
rtl_model(gw_saturation_count NothingToPad Lanes=2 Layers=2 GroupW=2 Units=[8,4] Kind=[0,2] Padding=0
          ExtraCycles=0)
rtl_test(gw_saturation_count)

# All but one with products that are not 0 for a weight of 0, so units that pad may saturate.
set(lane_files MemDir=\".\" +RowFile=\"rows.hex\" +SigmoidFile=\"sigmoid.hex\" +TanhFile=\"tanh.hex\")
set(head Counters=1 Arrays=1 Pes=4 Lanes=2 Slots=16 Layers=2 GroupW=2 AccW=32 RowShiftW=2 StateW=16
    StateF=8 CellW=16 CellF=8 GateF=12 TableI=4 TableF=6 Nearest=1 Fraction=[7,12]
    DroppedColumns=1 ${lane_files})
set(gru_three Counters=1 Arrays=4 Pes=8 Lanes=2 Slots=9 Layers=3 GroupW=3 AccW=20 RowShiftW=3 StateW=14
    StateF=7 CellW=24 CellF=11 GateF=9 TableI=4 TableF=5 Nearest=0 Fraction=[5,8,3] Units=[6,9,13]
    Kind=[1,1,1] DroppedColumns=1 ${lane_files})
set(lines_three Counters=1 Arrays=4 Pes=8 Lanes=2 Slots=9 Layers=3 GroupW=3 AccW=20 RowShiftW=3
    StateW=10 StateF=3 CellW=20 CellF=14 GateF=6 TableI=4 TableF=5 Nearest=1 Fraction=[5,8,3]
    Units=[5,10,13] Kind=[0,0,5] Segments=4 ${lines_s3} ${lines_t13} DroppedColumns=1 ${lane_files})
rtl_model(gw_cell_lanes Head ${head} Units=[7,3] Kind=[0,2])
rtl_model(gw_cell_lanes OneGroup Counters=1 Arrays=2 Pes=3 Lanes=3 Slots=4 Layers=1 GroupW=1 AccW=24
          RowShiftW=0 StateW=12 StateF=6 CellW=18 CellF=12 GateF=8 TableI=3 TableF=5 Nearest=0
          Fraction=[6] Units=[2] Kind=[0] DroppedColumns=1 ${lane_files})
rtl_model(gw_cell_lanes OneLane Counters=1 Arrays=1 Pes=1 Lanes=1 Slots=1 Layers=2 GroupW=2 AccW=20
          RowShiftW=1 StateW=10 StateF=5 CellW=16 CellF=9 GateF=10 TableI=3 TableF=4 Nearest=1
          Fraction=[0,9] Units=[3,4] Kind=[0,4] DroppedColumns=0 ${lane_files})
rtl_model(gw_cell_lanes Three Counters=1 Arrays=4 Pes=8 Lanes=2 Slots=9 Layers=3 GroupW=3 AccW=20
          RowShiftW=3 StateW=14 StateF=7 CellW=24 CellF=11 GateF=9 TableI=4 TableF=5 Nearest=1
          Fraction=[5,8,3] Units=[5,10,13] Kind=[0,0,5] DroppedColumns=1 ${lane_files})
rtl_model(gw_cell_lanes GruHead ${head} Units=[8,3] Kind=[1,5])
rtl_model(gw_cell_lanes GruThree ${gru_three})
rtl_model(gw_cell_lanes Lines ${lines_three})
rtl_model(gw_cell_lanes LinesLinear ${head} Units=[7,3] Kind=[0,2] Segments=8 ${lines_s8} ${lines_t8})
rtl_model(gw_cell_lanes GruLines ${head} Units=[8,3] Kind=[1,5] Segments=8 ${lines_s8} ${lines_t8})
rtl_model(gw_cell_lanes HeadStages2 ${head} Units=[7,3] Kind=[0,2] Stages=2)
rtl_model(gw_cell_lanes GruThreeStages3 ${gru_three} Stages=3)
rtl_model(gw_cell_lanes LinesStages3 ${lines_three} Stages=3)
# A format of states below 0.5, which sigmoids leave: the output of the head saturates.
set(head_cut Counters=1 Arrays=1 Pes=4 Lanes=2 Slots=16 Layers=2 GroupW=2 AccW=24 RowShiftW=2 StateW=8
    StateF=8 CellW=14 CellF=8 TableI=4 TableF=6 Nearest=1 Fraction=[7,9] Units=[7,3]
    DroppedColumns=1 ${lane_files})
rtl_model(gw_cell_lanes HeadCut ${head_cut} GateF=10 Kind=[0,4])
rtl_model(gw_cell_lanes GruLinesHeadCut ${head_cut} GateF=12 Kind=[1,4] Segments=8 ${lines_s8}
          ${lines_t8})
rtl_test(gw_cell_lanes)

set(array_files MemDir=\".\" ArrayFile=\".hex\" +WeightFile=\"./weights.hex\"
    +IndexFile=\"./indices.hex\" +PointerFile=\"./pointers.hex\")
set(one_array Arrays=1 Array=0)
set(own_slots StoredSlotW=4)
set(indices IndexW=3 IndexWords=400)
set(head Pes=4 Lanes=2 ArmsBias=1 StoredW=8 AccW=32 SumsInMemory=0 Slots=9 XCand=1 FrameWords=16
    HCand=2 GroupW=4 Layers=2 Units=[8,8] FirstSlot=[0,8] XBase=[0,160] HBase=[96,170] XWords=[8,1]
    HWords=[8,1] WeightWords=180 ${dense} ${one_array} ${array_files})
set(three Lanes=3 ArmsBias=0 ValueW=12 Slots=31 XCand=4 FrameWords=8 HCand=2 GroupW=5 Layers=3
    Units=[9,9,3] FirstSlot=[0,12,28] ${array_files})
set(three_words Pes=6 StoredW=6 AccW=14 SumsInMemory=1 WeightWords=2300 XBase=[0,700,1900]
    HBase=[384,1300,2100])
set(three_flops Pes=3 StoredW=9 AccW=24 SumsInMemory=0 WeightWords=2300 XBase=[0,700,1900]
    HBase=[384,1300,2100])
set(long_columns XWords=[12,16,3] HWords=[12,16,3] ${dense} ${one_array})
set(slot_columns XWords=[4,1,3] HWords=[5,8,3] ${slots} ${own_slots} ${one_array})
set(block_columns XWords=[4,2,2] HWords=[6,8,2] ${blocks} ${indices})
rtl_model(gw_array Head Events=0 ValueW=16 ${head})
rtl_model(gw_array Smallest Events=0 Pes=1 Lanes=1 ArmsBias=1 ValueW=4 StoredW=3 AccW=8
          SumsInMemory=0 Slots=1 XCand=1 FrameWords=1 HCand=1 GroupW=1 Layers=1 Units=[1] XBase=[0]
          HBase=[2] XWords=[1] HWords=[1] FirstSlot=[0] WeightWords=4 ${dense} ${one_array}
          ${array_files})
rtl_model(gw_array OneSlotRam Events=0 Pes=4 Lanes=4 ArmsBias=1 ValueW=9 StoredW=5 AccW=17
          SumsInMemory=1 Slots=1 XCand=4 FrameWords=4 HCand=4 GroupW=2 Layers=1 Units=[12] XBase=[0]
          HBase=[16] XWords=[1] HWords=[1] FirstSlot=[0] WeightWords=32 ${dense} ${one_array}
          ${array_files})
rtl_model(gw_array ThreeRam Events=0 ${three} ${three_words} ${long_columns})
rtl_model(gw_array ThreeSlotsRam Events=0 ${three} ${three_words} ${slot_columns})
rtl_model(gw_array ThreeSlotsFlops Events=0 ${three} ${three_flops} ${slot_columns})
rtl_model(gw_array ThreePointersRam Events=0 ${three} Pes=6 StoredW=4 AccW=14 SumsInMemory=1
          WeightWords=500 XBase=[0,96,200] HBase=[32,160,220] XWords=[1,1,1] HWords=[1,1,1]
          ${pointers} ${own_slots} ${one_array})
rtl_model(gw_array ThreeBlocksRam Events=0 ${three} ${three_words} ${block_columns})
rtl_model(gw_array ThreeFlops Events=0 Pes=2 Lanes=1 ArmsBias=0 ValueW=16 StoredW=16 AccW=40
          SumsInMemory=0 Slots=31 XCand=1 FrameWords=32 HCand=1 GroupW=5 Layers=3 Units=[3,3,1]
          FirstSlot=[0,12,28] XBase=[0,700,1900] HBase=[384,1300,2100] WeightWords=2300
          ${long_columns} ${array_files})
foreach(events 1 2)
  rtl_model(gw_array HeadEvents${events} Events=${events} ValueW=17 ${head})
  rtl_model(gw_array ThreeEvents${events} Events=${events} ${three} ${three_words} ${slot_columns})
endforeach()
rtl_model(gw_array HeadStages2 Stages=2 Events=0 ValueW=16 ${head})
list(REMOVE_ITEM three_words StoredW=6)
list(REMOVE_ITEM three_flops SumsInMemory=0)
rtl_model(gw_array OneDigitStages2 Stages=2 MultiplierKind=2 WeightW=8 Digits=1 Events=0 StoredW=4
          ${three} ${three_words} ${block_columns})
foreach(stages 1 3)
  rtl_model(gw_array TwoDigitsStages${stages} Stages=${stages} MultiplierKind=2 WeightW=16 Digits=2
            Events=2 SumsInMemory=1 ${three} ${three_flops} ${slot_columns})
endforeach()
rtl_test(gw_array)

set(head Pes=4 Lanes=2 Slots=9 Layers=2 GroupW=2 FirstSlot=[0,8] SumSlots=[2,1] Units=[8,2])
set(smallest Pes=1 Lanes=1 Slots=4 Layers=1 GroupW=1 FirstSlot=[0] SumSlots=[1] Units=[1] Kind=[0])
rtl_model(gw_sequencer Head FramesWait=0 ${head} Kind=[0,2])
rtl_model(gw_sequencer Smallest FramesWait=0 ${smallest})
rtl_model(gw_sequencer OneSlot FramesWait=0 Pes=2 Lanes=2 Slots=1 Layers=1 GroupW=1 FirstSlot=[0]
          SumSlots=[1] Units=[2] Kind=[3])
rtl_model(gw_sequencer Three FramesWait=0 Pes=6 Lanes=2 Slots=32 Layers=3 GroupW=4
          FirstSlot=[0,12,28] SumSlots=[3,4,1] Units=[18,22,2] Kind=[0,0,0])
rtl_model(gw_sequencer ThreeHead FramesWait=0 Pes=3 Lanes=1 Slots=31 Layers=3 GroupW=4
          FirstSlot=[0,12,28] SumSlots=[3,4,2] Units=[9,11,6] Kind=[0,0,5])
rtl_model(gw_sequencer GruHead FramesWait=0 ${head} Kind=[1,2])
rtl_model(gw_sequencer HeadWaits FramesWait=1 ${head} Kind=[0,2])
rtl_model(gw_sequencer SmallestWaits FramesWait=1 ${smallest})
rtl_test(gw_sequencer)

set(engine ElemsIn=1 ElemsOut=1 Inputs=3 StateW=16 AccW=32 StateF=8 CellW=16 CellF=8 GateF=12 TableI=4
    TableF=6 Nearest=1 StoredW=8 MemDir=\".\")
set(head Arrays=1 Pes=4 Lanes=2 Layers=2 Units=[8,2] Kind=[0,2] InputRelu=[0,1] Fraction=[7,7]
    FirstSlot=[0,8] SumSlots=[2,1] XBase=[0,88] XWords=[8,1] HBase=[24,0] HWords=[8,0] RowShiftW=2
    SumsInMemory=0 WeightWords=96 +Slots=9 ${engine})
set(gru Arrays=2 Pes=4 Lanes=2 Layers=2 Units=[8,2] Kind=[1,2] Fraction=[7,7] FirstSlot=[0,8]
    SumSlots=[2,1] XBase=[0,36] XWords=[6,1] HBase=[12,0] HWords=[6,0] RowShiftW=2 WeightWords=40
    +Slots=9 ${engine})
rtl_model(gw_engine Head Events=0 Runtime=0 +ScoreW=1 ${head})
rtl_model(gw_engine TwoArrays Events=0 Runtime=0 +ScoreW=1 Arrays=2 Pes=2 Lanes=1 Layers=1 Units=[5]
          Kind=[0] Fraction=[6] FirstSlot=[0] SumSlots=[3] XBase=[0] XWords=[12] HBase=[24] HWords=[12]
          RowShiftW=1 SumsInMemory=1 WeightWords=60 +Slots=12 ${engine})
rtl_model(gw_engine Gru Events=0 Runtime=0 +ScoreW=1 SumsInMemory=0 ${gru})
foreach(events 1 2)
  if(events EQUAL 1)
    set(score 1)
  else()
    set(score 19)
  endif()
  math(EXPR runtime "${events} - 1")
  rtl_model(gw_engine HeadEvents${events} Events=${events} Runtime=1 +ScoreW=${score} ${head})
  rtl_model(gw_engine GruEvents${events} Events=${events} Runtime=${runtime} +ScoreW=${score}
            SumsInMemory=1 ${gru})
endforeach()
rtl_test(gw_engine)

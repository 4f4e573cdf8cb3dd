# The parameter sets under test, module by module.

rtl_model(gw_pe Square6 WeightW=6 ValueW=6)
rtl_model(gw_pe Smallest WeightW=2 ValueW=2)
rtl_model(gw_pe Narrow3x9 WeightW=3 ValueW=9)
rtl_model(gw_pe Default WeightW=8 ValueW=16)
rtl_model(gw_pe Widest WeightW=16 ValueW=17)
rtl_test(gw_pe)

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

rtl_model(gw_event_encoder One Cand=1 ValueW=16)
rtl_model(gw_event_encoder Bits Cand=1 ValueW=2)
rtl_model(gw_event_encoder Seven Cand=7 ValueW=5)
rtl_model(gw_event_encoder Wide Cand=16 ValueW=16)
rtl_test(gw_event_encoder)

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

;; The source of rehearsal.wasm: does once what modules do, answers its event, and ends as that
;; begins: "0" returns, "1" exits, all others trap.
(module
  (type $calculation (func (param i32 i64 f32 f64) (result f64)))
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_get" (func $args (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_sizes_get"
    (func $environ_sizes (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_get" (func $environ (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "clock_time_get"
    (func $clock (param i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_fdstat_get" (func $status (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_prestat_get" (func $folder (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_close" (func $close (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (table 2 funcref)
  (elem (i32.const 0) $calculate)
  (memory (export "memory") 2)
  (global $stack (mut i32) (i32.const 65536))
  (data (i32.const 16) "\00\01\00\00\00\01\00\00") ;; one part: 256 bytes at 256, later what was read
  (data (i32.const 32) "\30\00\00\00\04\00\00\00") ;; one part: 4 bytes at 48
  (data (i32.const 48) "log\n")
  (func $calculate (type $calculation)
    (f64.add
      (f64.add (f64.convert_i32_s (local.get 0)) (f64.convert_i64_u (local.get 1)))
      (f64.mul (f64.promote_f32 (local.get 2)) (f64.sqrt (local.get 3)))))
  (func $access (param $at i32)
    (i32.store8 (local.get $at) (i32.const 1))
    (i32.store16 (local.get $at) (i32.load8_s (local.get $at)))
    (i32.store (local.get $at) (i32.load16_u (local.get $at)))
    (i64.store (local.get $at) (i64.extend_i32_u (i32.load (local.get $at))))
    (f32.store (local.get $at) (f32.convert_i64_s (i64.load (local.get $at))))
    (f64.store (local.get $at) (f64.promote_f32 (f32.load (local.get $at))))
    (f64.store offset=8
      (local.get $at)
      (call_indirect (type $calculation)
        (i32.div_u (i32.const 8) (i32.const 2))
        (i64.rem_s (i64.const 8) (i64.const 3))
        (f32.const 1)
        (f64.load (local.get $at))
        (i32.const 0)))
    (memory.copy (i32.const 4096) (local.get $at) (i32.const 64))
    (memory.fill (i32.const 4096) (i32.const 0) (i32.const 64)))
  (func (export "_start") (local $turn i32)
    (global.set $stack (i32.sub (global.get $stack) (i32.const 16)))
    (drop (call $args_sizes (i32.const 0) (i32.const 4)))
    (drop (call $args (i32.const 1024) (i32.const 1040)))
    (drop (call $environ_sizes (i32.const 0) (i32.const 4)))
    (drop (call $environ (i32.const 8192) (i32.const 16384)))
    (drop (call $clock (i32.const 0) (i64.const 1) (i32.const 0)))
    (drop (call $random (i32.const 64) (i32.const 16)))
    (drop (call $folder (i32.const 3) (i32.const 0)))
    (drop (call $status (i32.const 1) (i32.const 64)))
    (drop (memory.grow (i32.const 1)))
    (loop $again
      (call $access (i32.add (i32.const 131072) (i32.shl (local.get $turn) (i32.const 4))))
      (br_if $again
        (i32.lt_u
          (local.tee $turn (i32.add (local.get $turn) (i32.const 1)))
          (i32.popcnt (memory.size)))))
    (drop (call $read (i32.const 0) (i32.const 16) (i32.const 1) (i32.const 20)))
    (drop (call $write (i32.const 2) (i32.const 32) (i32.const 1) (i32.const 8)))
    (drop (call $write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 8)))
    (drop (call $close (i32.const 0)))
    (block $traps (block $exits (block $returns
      (br_table $returns $exits $traps
        (i32.sub (i32.load8_u (i32.const 256)) (i32.const 48))))
      (return))
      (call $exit (i32.const 0)))
    (unreachable)))

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace gatewright {

/// Marks a file or folder that must not survive an interrupt, until Keep is called for it.
void RemoveOnInterrupt(const std::string& path);
/// The path is complete, or gone: an interrupt leaves it alone.
void Keep(const std::string& path);

/// Removes everything marked and not kept.
void RemoveUnfinished();

/// From now on SIGINT and SIGTERM remove what is unfinished and end the program with status
/// 128 + signal. Call once, before any other thread exists: a thread of its own waits for the
/// signals, so that the clean-up may do what signal handlers may not.
void CleanUpOnInterrupt();

}  // namespace gatewright

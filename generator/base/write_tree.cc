// SPDX-License-Identifier: Apache-2.0
// Writes files and folders so that what stood there survives a failure.
#include "generator/base/write_tree.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "generator/base/cleanup.h"

namespace gatewright {
namespace {

namespace fs = std::filesystem;

Diagnostic SystemError(const std::string& path, const std::string& what, int code) {
  return {path,
          0,
          "",
          "",
          fmt::format("{}: {}", what, std::strerror(code)),
          "a folder that exists, can be written and has room"};
}

/// Writes all bytes to a new file; on failure removes it and says why.
Status WriteNew(const std::string& path, const std::string& content) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0) return SystemError(path, "cannot create the file", errno);
  size_t done = 0;
  int code = 0;
  while (done < content.size() && code == 0) {
    const ssize_t n = ::write(file, content.data() + done, content.size() - done);
    if (n > 0) {
      done += static_cast<size_t>(n);
    } else if (n < 0 && errno != EINTR) {
      code = errno;
    }
  }
  if (::close(file) != 0 && code == 0) code = errno;
  if (code == 0) return Ok();
  ::unlink(path.c_str());
  return SystemError(path, "cannot write the file", code);
}

Status MakeFolder(const fs::path& folder) {
  std::error_code error;
  if (!folder.empty()) fs::create_directories(folder, error);
  if (error) return SystemError(folder.string(), "cannot create the folder", error.value());
  return Ok();
}

Status Rename(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (error) return SystemError(to.string(), "cannot move into place", error.value());
  return Ok();
}

/// True when `inner` is `outer` or lies inside it; both absolute.
bool Contains(const fs::path& outer, const fs::path& inner) {
  const auto [end, ignored] = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
  return end == outer.end();
}

Diagnostic NotOurs(const fs::path& folder, const std::string& rule, const std::string& nearest) {
  return {folder.string(), 0, "", "", rule, nearest};
}

/// A folder may be replaced when nothing in it but a former output would be lost.
Status CheckReplaceable(const fs::path& folder, const OwnFile& own) {
  std::error_code error;
  if (Contains(folder, fs::current_path(error))) {
    return NotOurs(folder, "the output folder is, or holds, the folder you are in",
                   "a folder below this one");
  }
  if (!fs::exists(folder, error)) return Ok();
  if (!fs::is_directory(folder, error)) {
    return NotOurs(folder, "the output exists and is not a folder", "another output folder");
  }
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder, error)) {
    if (entry.is_directory(error) && !entry.is_symlink(error)) continue;
    const std::string path = entry.path().lexically_relative(folder).generic_string();
    if (own(path)) continue;
    return NotOurs(folder,
                   fmt::format("the output folder holds {}, which gatewright did not write", path),
                   "an empty or new folder");
  }
  return Ok();
}

/// Puts `partial` in the place of `target`; what was there goes only when the new tree stands.
Status Replace(const fs::path& partial, const fs::path& target) {
  std::error_code error;
  const fs::path old = fmt::format("{}.old-{}", target.string(), ::getpid());
  const bool existed = fs::exists(target, error);
  if (existed) {
    Status aside = Rename(target, old);
    if (!aside) return aside;
  }
  Status status = Rename(partial, target);
  if (!status && existed) fs::rename(old, target, error);
  if (status.ok() && existed) fs::remove_all(old, error);
  return status;
}

Status WriteInto(const fs::path& folder, const std::vector<OutputFile>& files) {
  for (const OutputFile& file : files) {
    const fs::path path = folder / file.path;
    Status status = MakeFolder(path.parent_path());
    if (!status) return status;
    status = WriteNew(path.string(), file.content);
    if (!status) return status;
  }
  return Ok();
}

/// The folder to write, absolute and with links followed.
Result<fs::path> Target(const std::string& folder) {
  std::error_code error;
  fs::path target = fs::weakly_canonical(fs::absolute(folder.empty() ? "." : folder), error);
  if (error) return SystemError(folder, "cannot create the folder", error.value());
  return target.has_filename() ? target : target.parent_path();
}

}  // namespace

Status WriteFileAtomically(const std::string& path, const std::string& content) {
  Status status = MakeFolder(fs::path(path).parent_path());
  if (!status) return status;
  const std::string partial = fmt::format("{}.partial-{}", path, ::getpid());
  RemoveOnInterrupt(partial);
  status = WriteNew(partial, content);
  if (status.ok()) status = Rename(partial, path);
  std::error_code ignored;
  fs::remove(partial, ignored);
  Keep(partial);
  return status;
}

Status CheckTree(const std::string& folder, const OwnFile& own) {
  const Result<fs::path> target = Target(folder);
  if (!target) return target.errors();
  return CheckReplaceable(*target, own);
}

Status WriteTree(const std::string& folder, const std::vector<OutputFile>& files,
                 const OwnFile& own) {
  const Result<fs::path> found = Target(folder);
  if (!found) return found.errors();
  const fs::path& target = *found;
  Status status = CheckReplaceable(target, own);
  if (!status) return status;
  const std::string partial = fmt::format("{}.partial-{}", target.string(), ::getpid());
  RemoveOnInterrupt(partial);
  std::error_code error;
  fs::remove_all(partial, error);
  status = WriteInto(partial, files);
  if (status.ok()) status = Replace(partial, target);
  fs::remove_all(partial, error);
  Keep(partial);
  return status;
}

}  // namespace gatewright

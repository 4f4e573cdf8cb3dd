#include "generator/emit/output.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "generator/tools/cleanup.h"

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

Status CheckReplaceable(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder, error)) return Ok();
  if (!fs::is_directory(folder, error)) {
    return Diagnostic{folder.string(),        0, "", "", "the output exists and is not a folder",
                      "another output folder"};
  }
  if (fs::is_empty(folder, error) || fs::exists(folder / "manifest.json", error)) return Ok();
  return Diagnostic{folder.string(),
                    0,
                    "",
                    "",
                    "the output folder holds files that gatewright did not write",
                    "an empty or new folder"};
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

Status WriteTree(const std::string& folder, const std::vector<OutputFile>& files) {
  fs::path target = fs::path(folder).lexically_normal();
  if (!target.has_filename()) target = target.parent_path();
  Status status = CheckReplaceable(target);
  if (!status) return status;
  const std::string partial = fmt::format("{}.partial-{}", target.string(), ::getpid());
  RemoveOnInterrupt(partial);
  std::error_code ignored;
  fs::remove_all(partial, ignored);
  status = WriteInto(partial, files);
  if (status.ok()) {
    fs::remove_all(target, ignored);
    status = Rename(partial, target);
  }
  fs::remove_all(partial, ignored);
  Keep(partial);
  return status;
}

}  // namespace gatewright

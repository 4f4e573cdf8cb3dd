// SPDX-License-Identifier: Apache-2.0
#include "generator/emit/design_folder.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "generator/base/process.h"
#include "generator/base/read_file.h"

namespace gatewright {
namespace {

namespace fs = std::filesystem;

/// Lets files grow to `bytes` only, as a full disk would, while it lives.
class SmallDisk {
 public:
  explicit SmallDisk(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &saved_);
    rlimit limit = saved_;
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~SmallDisk() { ::setrlimit(RLIMIT_FSIZE, &saved_); }

 private:
  rlimit saved_{};
};

std::vector<std::string> Entries(const std::string& folder) {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  return names;
}

/// A manifest as far as WriteDesignFolder looks at it.
std::string Manifest() {
  return R"({"tool": "gatewright 0", "files_xxh3": {"x/y.txt": "", "old.txt": "", "data": ""}})";
}

TEST(WriteDesignFolder, WritesFoldersAndFiles) {
  const ScratchFolder scratch;
  const std::string out = scratch.path() + "/a/out";
  ASSERT_TRUE(WriteDesignFolder(out, {{"x/y.txt", "one"}, {"manifest.json", Manifest()}}).ok());
  EXPECT_EQ(*ReadWholeFile(out + "/x/y.txt"), "one");
  EXPECT_EQ(Entries(scratch.path() + "/a"), std::vector<std::string>{"out"});
}

TEST(WriteDesignFolder, ReplacesAFormerOutputWhole) {
  const ScratchFolder scratch;
  const std::string out = scratch.path() + "/out";
  ASSERT_TRUE(WriteDesignFolder(out, {{"old.txt", "1"}, {"manifest.json", Manifest()}}).ok());
  ASSERT_TRUE(WriteDesignFolder(out + "/", {{"new.txt", "2"}, {"manifest.json", Manifest()}}).ok());
  EXPECT_FALSE(fs::exists(out + "/old.txt"));
  EXPECT_TRUE(fs::exists(out + "/new.txt"));
}

TEST(WriteDesignFolder, FindsAFormerOutputByAPathThroughAFolderThatIsNotThere) {
  const ScratchFolder scratch;
  const std::string out = scratch.path() + "/missing/../out";
  ASSERT_TRUE(WriteDesignFolder(out, {{"old.txt", "1"}, {"manifest.json", Manifest()}}).ok());
  ASSERT_TRUE(WriteDesignFolder(out, {{"new.txt", "2"}, {"manifest.json", Manifest()}}).ok());
  EXPECT_FALSE(fs::exists(scratch.path() + "/out/old.txt"));
}

TEST(WriteDesignFolder, RefusesToLoseAnyFileOfTheUser) {
  const ScratchFolder scratch;
  const std::string out = scratch.path() + "/out";
  // No manifest of ours, whatever it is called; then a stranger's file beside a former output.
  ASSERT_TRUE(WriteDesignFolder(out, {{"manifest.json", "{\"name\": \"my web app\"}"}}).ok());
  Status status = WriteDesignFolder(out, {{"manifest.json", Manifest()}});
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.errors()[0].ToString(),
            out +
                ": the output folder holds manifest.json, which gatewright did not write "
                "(nearest legal: an empty or new folder)");
  ASSERT_TRUE(WriteFileAtomically(out + "/manifest.json", Manifest()).ok());
  ASSERT_TRUE(WriteFileAtomically(out + "/results/lint.json", "{}").ok());
  ASSERT_TRUE(WriteDesignFolder(out, {{"manifest.json", Manifest()}}).ok());
  ASSERT_TRUE(WriteFileAtomically(out + "/rtl/mine.v", "precious").ok());
  status = WriteDesignFolder(out, {{"manifest.json", Manifest()}});
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.errors()[0].ToString(),
            out +
                ": the output folder holds rtl/mine.v, which gatewright did not write (nearest "
                "legal: an empty or new folder)");
  EXPECT_EQ(*ReadWholeFile(out + "/rtl/mine.v"), "precious");
}

TEST(WriteDesignFolder, RefusesTheCurrentFolderAndThoseAboveIt) {
  const ScratchFolder scratch;
  const fs::path before = fs::current_path();
  fs::create_directories(scratch.path() + "/a/b");
  fs::current_path(scratch.path() + "/a/b");
  const Status here = WriteDesignFolder(".", {{"manifest.json", Manifest()}});
  const Status above = WriteDesignFolder("..", {{"manifest.json", Manifest()}});
  const Status below = WriteDesignFolder("c", {{"manifest.json", Manifest()}});
  fs::current_path(before);
  ASSERT_FALSE(here.ok());
  EXPECT_EQ(here.errors()[0].rule, "the output folder is, or holds, the folder you are in");
  EXPECT_FALSE(above.ok());
  EXPECT_TRUE(below.ok());
}

TEST(WriteDesignFolder, FollowsALink) {
  const ScratchFolder scratch;
  fs::create_directory(scratch.path() + "/real");
  fs::create_symlink("real", scratch.path() + "/link");
  ASSERT_TRUE(WriteDesignFolder(scratch.path() + "/link", {{"manifest.json", Manifest()}}).ok());
  EXPECT_TRUE(fs::is_symlink(scratch.path() + "/link"));
  EXPECT_TRUE(fs::exists(scratch.path() + "/real/manifest.json"));
}

TEST(WriteDesignFolder, RefusesAFolderThatCannotBeMade) {
  const Status status = WriteDesignFolder("/dev/null/out", {{"a", "b"}});
  ASSERT_FALSE(status.ok());
  EXPECT_NE(status.errors()[0].ToString().find("cannot create the folder: Not a directory"),
            std::string::npos);
}

TEST(WriteDesignFolder, FullDiskLeavesTheFormerOutputAndNothingElse) {
  const ScratchFolder scratch;
  const std::string out = scratch.path() + "/out";
  ASSERT_TRUE(WriteDesignFolder(out, {{"data", "old"}, {"manifest.json", Manifest()}}).ok());
  Status status = Ok();
  {
    const SmallDisk disk(1000);
    status =
        WriteDesignFolder(out, {{"manifest.json", Manifest()}, {"data", std::string(5000, 'x')}});
  }
  ASSERT_FALSE(status.ok());
  EXPECT_NE(status.errors()[0].ToString().find("cannot write the file: File too large"),
            std::string::npos);
  EXPECT_EQ(*ReadWholeFile(out + "/data"), "old");
  EXPECT_EQ(Entries(scratch.path()), std::vector<std::string>{"out"});
}

TEST(WriteFileAtomically, FullDiskLeavesTheFormerFile) {
  const ScratchFolder scratch;
  const std::string path = scratch.path() + "/file";
  ASSERT_TRUE(WriteFileAtomically(path, "old").ok());
  Status status = Ok();
  {
    const SmallDisk disk(1000);
    status = WriteFileAtomically(path, std::string(5000, 'x'));
  }
  EXPECT_FALSE(status.ok());
  EXPECT_EQ(*ReadWholeFile(path), "old");
  EXPECT_EQ(Entries(scratch.path()), std::vector<std::string>{"file"});
}

}  // namespace
}  // namespace gatewright

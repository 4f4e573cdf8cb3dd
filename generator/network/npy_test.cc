// SPDX-License-Identifier: Apache-2.0
#include "generator/network/npy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <limits>

#include "generator/base/file_test_util.h"
#include "generator/network/npy_header.h"

namespace gatewright {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string Header(const std::string& dictionary, char version = 1) {
  std::string bytes = "\x93NUMPY";
  bytes += {version, '\0', static_cast<char>(dictionary.size()), '\0'};
  if (version > 1) bytes += std::string(2, '\0');
  return bytes + dictionary;
}

std::string Dictionary(const std::string& descr, const std::string& shape,
                       const std::string& order = "False") {
  return "{'descr': '" + descr + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }\n";
}

std::string ErrorOf(const std::string& bytes) {
  const TemporaryFile file("a.npy", bytes);
  const Result<NpyArray> array = ReadNpy(file.path());
  if (array.ok()) return "accepted";
  EXPECT_EQ(array.errors().size(), 1u);
  EXPECT_EQ(array.errors()[0].file, file.path());
  Diagnostic error = array.errors()[0];
  error.file = "a.npy";
  return error.ToString();
}

class NpyRoundTrip : public ::testing::TestWithParam<NpyType> {};

TEST_P(NpyRoundTrip, KeepsTypeShapeAndValues) {
  const TemporaryFile file("a.npy", "");
  const std::vector<std::vector<int64_t>> shapes = {{6}, {2, 3}, {1, 3, 2}};
  for (const std::vector<int64_t>& shape : shapes) {
    const NpyArray written{GetParam(), shape, {0, 1, -2, 127, -32768, 32767}};
    ASSERT_TRUE(WriteNpy(file.path(), written).ok());
    const Result<NpyArray> read = ReadNpy(file.path());
    ASSERT_TRUE(read.ok()) << ToString(read.errors());
    EXPECT_EQ(read->type, written.type);
    EXPECT_EQ(read->shape, written.shape);
    EXPECT_EQ(read->values, written.values);
  }
}

INSTANTIATE_TEST_SUITE_P(Types, NpyRoundTrip,
                         ::testing::Values(NpyType::kFloat32, NpyType::kFloat64, NpyType::kInt16,
                                           NpyType::kInt32, NpyType::kInt64));

TEST(Npy, WritesTheBytesThatNumpyWrites) {
  const TemporaryFile file("a.npy", "");
  ASSERT_TRUE(WriteNpy(file.path(), {NpyType::kFloat32, {2, 1}, {1.0, -0.5}}).ok());
  std::string expected = "\x93NUMPY";
  expected += std::string("\x01\x00\x76\x00", 4);
  std::string dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }";
  dictionary.resize(117, ' ');
  expected += dictionary + "\n" + std::string("\x00\x00\x80\x3f\x00\x00\x00\xbf", 8);
  EXPECT_EQ(ReadBytes(file.path()), expected);
}

TEST(Npy, ReadsVersions2And3) {
  for (char version : {'\x02', '\x03'}) {
    const TemporaryFile file("a.npy", Header(Dictionary("<i2", "(2,)"), version) + "\x05" +
                                          std::string(1, '\0') + "\xff\xff");
    const Result<NpyArray> array = ReadNpy(file.path());
    ASSERT_TRUE(array.ok()) << ToString(array.errors());
    EXPECT_THAT(array->values, ElementsAre(5, -1));
  }
}

TEST(Npy, ReadsOneNumberWithoutDimensions) {
  const TemporaryFile file("a.npy", Header(Dictionary("<i2", "()")) + std::string("\x07\0", 2));
  const Result<NpyArray> array = ReadNpy(file.path());
  ASSERT_TRUE(array.ok()) << ToString(array.errors());
  EXPECT_THAT(array->shape, ElementsAre());
  EXPECT_THAT(array->values, ElementsAre(7));
}

TEST(Npy, RefusesAMissingFile) {
  const Result<NpyArray> array = ReadNpy("no/such/file.npy");
  ASSERT_FALSE(array.ok());
  EXPECT_EQ(ToString(array.errors()), "no/such/file.npy: the file cannot be opened\n");
}

TEST(Npy, RefusesAFolder) {
  const Result<NpyArray> array = ReadNpy("/");
  ASSERT_FALSE(array.ok());
  EXPECT_EQ(ToString(array.errors()), "/: this is a folder, not a file\n");
}

TEST(Npy, RefusesOtherFiles) {
  EXPECT_EQ(ErrorOf("PK\x03\x04 a zip file"),
            "a.npy: this is not a .npy file (it does not start with \\x93NUMPY)");
  EXPECT_EQ(ErrorOf(""), "a.npy: this is not a .npy file (it does not start with \\x93NUMPY)");
}

TEST(Npy, RefusesUnknownVersions) {
  EXPECT_EQ(ErrorOf(Header(Dictionary("<f4", "(0,)"), 4)),
            "a.npy: version = 4: this version of the .npy format is unknown "
            "(nearest legal: 1, 2, 3)");
}

TEST(Npy, RefusesFortranOrder) {
  EXPECT_EQ(ErrorOf(Header(Dictionary("<f4", "(1,)", "True")) + "1234"),
            "a.npy: fortran_order = True: the array must be in C order "
            "(nearest legal: save numpy.ascontiguousarray(array))");
}

TEST(Npy, RefusesOtherElementTypes) {
  for (const std::string descr : {">f4", "|u1", "<f2", "<c8", "|O"}) {
    EXPECT_EQ(ErrorOf(Header(Dictionary(descr, "(1,)")) + "1234"),
              "a.npy: descr = " + descr +
                  ": this element type is not supported (nearest legal: <f4, <f8, <i2, <i4, <i8 "
                  "(save with array.astype(numpy.float32)))");
  }
  EXPECT_THAT(ErrorOf(Header("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}\n") +
                      "1234"),
              HasSubstr("the element type must be one plain type"));
}

TEST(Npy, RefusesFourDimensions) {
  EXPECT_EQ(ErrorOf(Header(Dictionary("<f4", "(1, 1, 1, 1)")) + "1234"),
            "a.npy: shape = (1, 1, 1, 1): at most 3 dimensions are supported");
}

TEST(Npy, RefusesEveryTruncation) {
  const std::string whole = Header(Dictionary("<f4", "(3,)")) + "123456781234";
  ASSERT_EQ(ErrorOf(whole), "accepted");
  for (size_t length = 0; length < whole.size(); ++length) {
    EXPECT_NE(ErrorOf(whole.substr(0, length)), "accepted") << length;
  }
  EXPECT_EQ(ErrorOf(whole.substr(0, whole.size() - 1)),
            "a.npy: shape = (3,): the file holds 11 bytes of data, the shape needs 12: the file is "
            "truncated");
  EXPECT_EQ(ErrorOf(whole.substr(0, 20)), "a.npy: header: the file is truncated inside the header");
}

TEST(Npy, RefusesBytesLeftOver) {
  EXPECT_EQ(ErrorOf(Header(Dictionary("<f4", "(1,)")) + "12345"),
            "a.npy: shape = (1,): the file holds 5 bytes of data, the shape needs 4: bytes are "
            "left over");
}

TEST(Npy, RefusesHugeShapesWithoutAllocatingThem) {
  EXPECT_EQ(ErrorOf(Header(Dictionary("<f8", "(1099511627776, 1024)")) + "12345678"),
            "a.npy: shape = (1099511627776, 1024): the file holds 8 bytes of data, the shape needs "
            "9007199254740992: the file is truncated");
  EXPECT_EQ(ErrorOf(Header(Dictionary("<f8", "(4611686018427387904, 4, 4)")) + "12345678"),
            "a.npy: shape = (4611686018427387904, 4, 4): the file holds 8 bytes of data, the shape "
            "needs over 2^64: the file is truncated");
  EXPECT_THAT(ErrorOf(Header(Dictionary("<f8", "(9223372036854775808,)")) + "12345678"),
              HasSubstr("a dimension must be an integer of 0 to 2^63-1"));
}

TEST(Npy, RefusesMalformedHeaders) {
  for (const std::string dictionary :
       {"", "{", "{}", "[]", "{'descr' '<f4'}", "{'descr': '<f4', 'fortran_order': False}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': 1}",
        "{'descr': '<f4', 'fortran_order': 0, 'shape': (1,)}",
        "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} x",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': 1}"}) {
    EXPECT_THAT(ErrorOf(Header(dictionary) + "1234"), HasSubstr("the header is malformed"))
        << dictionary;
  }
}

TEST(Npy, NamesThePlaceOfWhatIsNotFinite) {
  const TemporaryFile file("a.npy", "");
  const double nan = std::numeric_limits<double>::quiet_NaN();
  ASSERT_TRUE(WriteNpy(file.path(), {NpyType::kFloat64, {2, 3}, {0, 1, 2, 3, nan, 5}}).ok());
  EXPECT_EQ(ErrorOf(ReadBytes(file.path())), "a.npy: [1, 1] = nan: every element must be finite");
  const double infinity = std::numeric_limits<double>::infinity();
  ASSERT_TRUE(WriteNpy(file.path(), {NpyType::kFloat32, {3}, {0, -infinity, 2}}).ok());
  EXPECT_EQ(ErrorOf(ReadBytes(file.path())), "a.npy: [1] = -inf: every element must be finite");
}

TEST(Npy, RefusesIntegersThatADoubleCannotHold) {
  std::string data(8, '\0');
  data[0] = 1;
  data[6] = 0x20;  // 2^53 + 1
  EXPECT_EQ(ErrorOf(Header(Dictionary("<i8", "(1,)")) + data),
            "a.npy: [0] = 9007199254740993: integers must lie within +-2^53 to be exact");
}

TEST(Npy, SaysWhenTheFileCannotBeWritten) {
  const Status status = WriteNpy("no/such/folder/a.npy", {NpyType::kFloat32, {1}, {0}});
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(ToString(status.errors()),
            "no/such/folder/a.npy: the file cannot be opened for writing\n");
}

TEST(Npy, LeavesNoPartialFileWhenTheDiskIsFull) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "this system has no /dev/full";
  const TemporaryFile folder_holder("holder", "");
  const std::string link = folder_holder.folder() + "/full.npy";
  std::filesystem::create_symlink("/dev/full", link);
  const Status status = WriteNpy(link, {NpyType::kFloat32, {1}, {0}});
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(ToString(status.errors()), link + ": the file cannot be written completely\n");
  EXPECT_FALSE(std::filesystem::is_symlink(link));
}

}  // namespace
}  // namespace gatewright

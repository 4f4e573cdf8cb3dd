// SPDX-License-Identifier: Apache-2.0
// The journal of a campaign: what ran, so that it can be resumed.
#include "verif/campaign/journal.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>

#include "generator/base/read_file.h"
#include "generator/base/write_tree.h"

namespace gatewright {
namespace {

constexpr const char* kEnd = "{\"end\":true}";

}  // namespace

nlohmann::ordered_json ToJson(const CampaignRecord& record) {
  nlohmann::ordered_json json{
      {"seed", record.seed},     {"ok", !record.failure},       {"size", record.size},
      {"steps", record.steps},   {"elements", record.elements}, {"cycles", record.cycles},
      {"icarus", record.icarus}, {"seconds", record.seconds},   {"bins", record.bins}};
  if (record.failure) {
    json["failure"] = {{"check", record.failure.check},
                       {"what", record.failure.what},
                       {"session", record.failure.session},
                       {"file", record.file}};
  }
  return json;
}

CampaignRecord RecordFromJson(const nlohmann::json& json) {
  CampaignRecord record;
  json.at("seed").get_to(record.seed);
  json.at("size").get_to(record.size);
  json.at("steps").get_to(record.steps);
  json.at("elements").get_to(record.elements);
  json.at("cycles").get_to(record.cycles);
  json.at("icarus").get_to(record.icarus);
  json.at("seconds").get_to(record.seconds);
  json.at("bins").get_to(record.bins);
  if (json.contains("failure")) {
    const nlohmann::json& failure = json.at("failure");
    failure.at("check").get_to(record.failure.check);
    failure.at("what").get_to(record.failure.what);
    failure.at("session").get_to(record.failure.session);
    failure.at("file").get_to(record.file);
  }
  return record;
}

namespace {

/// Why a journal with that header is not gone on with.
Diagnostic OtherHeader(const std::string& path, const std::string& header) {
  const auto found = nlohmann::json::parse(header, nullptr, /*allow_exceptions=*/false);
  int64_t format = kJournalFormat;
  if (found.is_object()) {
    const auto member = found.find("format");
    format = member != found.end() && member->is_number_integer() ? member->get<int64_t>() : 1;
  }
  if (format != kJournalFormat) {
    return {path,
            1,
            "",
            "",
            fmt::format("is a journal of format {}, and this version reads format {}", format,
                        kJournalFormat),
            "another folder with -o"};
  }
  return {path,
          1,
          "",
          "",
          "is the journal of another campaign",
          "another folder with -o, or the options it was started with"};
}

}  // namespace

Result<std::vector<CampaignRecord>> Journal::Read(bool* ended) const {
  std::vector<CampaignRecord> records;
  std::set<uint64_t> seeds;
  *ended = false;
  if (!std::filesystem::exists(path_)) return records;
  const Result<std::string> text = ReadWholeFile(path_);
  if (!text) return text.errors();
  int line = 0;
  for (size_t at = 0; at < text->size();) {
    const size_t end = text->find('\n', at);
    if (end == std::string::npos) break;  // cut short by a kill
    const std::string one = text->substr(at, end - at);
    at = end + 1;
    if (++line == 1) {
      if (one == header_) continue;
      return OtherHeader(path_, one);
    }
    if (one == kEnd) {
      *ended = true;
      continue;
    }
    try {
      CampaignRecord record = RecordFromJson(nlohmann::json::parse(one));
      if (seeds.insert(record.seed).second) records.push_back(std::move(record));
    } catch (const nlohmann::json::exception&) {
      return Diagnostic{path_,
                        line,
                        "",
                        "",
                        "is no record of a campaign",
                        "another folder with -o, or none of this name"};
    }
  }
  return records;
}

Status Journal::Begin(const std::vector<CampaignRecord>& records) {
  std::string text = header_ + "\n";
  for (const CampaignRecord& record : records)
    text += ToJson(record).dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) +
            "\n";
  return WriteFileAtomically(path_, text);
}

Status Journal::AppendLine(const std::string& line) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path_, error);
  std::ofstream file(path_, std::ios::app);
  file << line + "\n" << std::flush;
  if (file) return Ok();
  const std::string reason = std::strerror(errno);
  file.close();
  if (!error) std::filesystem::resize_file(path_, size, error);  // no half of a line
  return Diagnostic{path_, 0, "", "", "cannot be written: " + reason, ""};
}

Status Journal::Append(const CampaignRecord& record) {
  using Json = nlohmann::ordered_json;
  return AppendLine(ToJson(record).dump(-1, ' ', false, Json::error_handler_t::replace));
}

Status Journal::End() { return AppendLine(kEnd); }

}  // namespace gatewright

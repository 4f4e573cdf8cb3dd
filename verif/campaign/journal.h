// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "verif/campaign/campaign.h"

namespace gatewright {

/// A record as one JSON object, and back.
nlohmann::ordered_json ToJson(const CampaignRecord& record);
CampaignRecord RecordFromJson(const nlohmann::json& json);

/// The form of the lines of a journal, in its header as "format". 2: names of bins as of 0.1.0.
constexpr int kJournalFormat = 2;

/// The file of a campaign that grows a line with each design, so that a killed campaign loses
/// nothing but the designs it was at: a header that says which campaign it is, then records.
class Journal {
 public:
  Journal(std::string path, std::string header)
      : path_(std::move(path)), header_(std::move(header)) {}

  /// Records of a file with the same header; the last line may be cut short and is then left out.
  /// None when there is no file. Errors: another header, unreadable.
  /// `ended`: the campaign came to its end by itself.
  Result<std::vector<CampaignRecord>> Read(bool* ended) const;
  /// Begins the file again with records that are there already.
  Status Begin(const std::vector<CampaignRecord>& records);
  Status Append(const CampaignRecord& record);
  /// The campaign has come to its end.
  Status End();

 private:
  Status AppendLine(const std::string& line);
  std::string path_;
  std::string header_;
};

}  // namespace gatewright

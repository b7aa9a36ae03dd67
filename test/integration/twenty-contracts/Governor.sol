// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

contract Timelock {
  uint256 public immutable delay;

  constructor(uint256 delay_) {
    delay = delay_;
  }
}

contract Governor {
  address public immutable timelock;
  uint256 public immutable votes;
  uint256 public quorum;

  constructor(address timelock_, uint256 votes_) {
    timelock = timelock_;
    votes = votes_;
  }

  /// For ever.
  function lock(uint256 quorum_) external {
    require(quorum == 0, 'locked already');
    quorum = quorum_;
  }
}

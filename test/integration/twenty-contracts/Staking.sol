// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

contract Grants {
  address public immutable token;

  constructor(address token_) {
    token = token_;
  }
}

contract Escrow {
  address public owner = msg.sender;
  address public immutable token;
  address public immutable grants;

  constructor(address token_, address grants_) {
    token = token_;
    grants = grants_;
  }

  function transferOwnership(address to) external {
    require(msg.sender == owner, 'not the owner');
    owner = to;
  }
}

contract Staking {
  address public immutable token;
  address public immutable escrow;
  uint256 public immutable period;
  uint256 public rate;

  constructor(address token_, address escrow_, uint256 period_) {
    token = token_;
    escrow = escrow_;
    period = period_;
  }

  function setRate(uint256 rate_) external {
    rate = rate_;
  }
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

contract Vault {
  address public immutable token;

  constructor(address token_) payable {
    token = token_;
  }

  function fill() external payable {}
}

contract Faucet {
  uint256 public constant amount = 3;
}

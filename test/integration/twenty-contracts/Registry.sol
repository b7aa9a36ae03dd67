// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

contract Registry {
  address[] public entries;

  function add(address entry) external {
    entries.push(entry);
  }

  function count() external view returns (uint256) {
    return entries.length;
  }
}

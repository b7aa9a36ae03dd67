// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

/*
 * Constructors that keep what only their own transaction saw. moments-by-solc.json is what solc 0.8.28 makes of it (standard
 * JSON output, optimizer with 200 runs, evmVersion istanbul).
 */

contract Price {
  uint256 public immutable price = tx.gasprice;
}

contract Owned {
  uint256 public immutable owned = msg.sender.balance;
}

contract Counter {
  uint256 public count;

  function next() external returns (uint256) {
    return ++count;
  }
}

/// Comes out otherwise, and doesn't fail, when the counter goes on.
contract Numbered {
  uint256 public immutable number;

  constructor(Counter counter) {
    number = counter.next();
  }
}

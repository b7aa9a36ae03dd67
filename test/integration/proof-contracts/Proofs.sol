// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

/*
 * What the proof of code is tried on. proofs-by-solc.json is what solc 0.8.30 makes of it (standard JSON output, optimizer
 * with 200 runs, evmVersion istanbul so that every chain of the tests can run it).
 */

/// Immutables that follow from nearly everything a constructor can see.
contract Immutables {
  address public immutable self = address(this);
  address public immutable creator = msg.sender;
  uint256 public immutable time = block.timestamp;
  uint256 public immutable number = block.number;
  uint256 public immutable chain = block.chainid;
  uint256 public immutable funds = address(this).balance;
  address public immutable owner;

  constructor(address owner_) payable {
    owner = owner_;
  }
}

contract Child {
  address public immutable parent = msg.sender;
}

/// Its children collide with themselves when it is created again in the same state.
contract Factory {
  Child public immutable first = new Child();
  Child public immutable second = new Child();
}

/// Where its child stands follows from no nonce.
contract SaltedFactory {
  Child public immutable child = new Child{salt: 'salt'}();
}

contract Registry {
  uint256 public count;
  mapping(bytes32 => bool) public isTaken;

  function register(bytes32 name) external returns (uint256) {
    require(!isTaken[name], 'taken');
    isTaken[name] = true;
    return ++count;
  }
}

/// Can register once only, and keeps what the registry said at that moment.
contract Registered {
  uint256 public immutable place;

  constructor(Registry registry, bytes32 name) {
    place = registry.register(name);
  }
}

library Arithmetic {
  function twice(uint256 value) external pure returns (uint256) {
    return value * 2;
  }
}

contract Calculator {
  function calculate(uint256 value) external pure returns (uint256) {
    return Arithmetic.twice(value);
  }
}

/// Who signed is another when the creation is run by a contract.
contract Origin {
  address public immutable origin = tx.origin;
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

/// One of a chain: its constructor calls its predecessor, so it can't be created where that has no code.
contract Link {
    Link public predecessor;
    uint256 public depth;

    constructor(Link predecessor_) {
        predecessor = predecessor_;
        if (address(predecessor_) != address(0)) depth = predecessor_.depth() + 1;
    }
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

/// One of many that know nothing of each other.
contract Box {
    uint256 public id;

    constructor(uint256 id_) {
        id = id_;
    }
}

export const id = 891;
export const ids = [891];
export const modules = {

/***/ 54891:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   openEthersSigner: () => (/* binding */ openEthersSigner)
/* harmony export */ });
/* harmony import */ var ethers__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(37533);
/* harmony import */ var ethers__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(64896);
/* harmony import */ var ethers__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(60641);
/* harmony import */ var _values_index_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(83573);


/** The only file that imports ethers. */
function openEthersSigner(privateKey) {
    const key = new ethers__WEBPACK_IMPORTED_MODULE_0__/* .SigningKey */ .h(privateKey);
    return {
        address: (0,_values_index_js__WEBPACK_IMPORTED_MODULE_1__/* .parseAddress */ .o)((0,ethers__WEBPACK_IMPORTED_MODULE_2__/* .computeAddress */ .K)(key)),
        async sign({ chainId, nonce, to, data, value, gasLimit, fee }) {
            const transaction = ethers__WEBPACK_IMPORTED_MODULE_3__/* .Transaction */ .Z.from({
                chainId,
                nonce,
                to: to ?? null,
                data,
                value,
                gasLimit,
                ...feeFields(fee),
            });
            transaction.signature = key.sign(transaction.unsignedHash);
            return { raw: transaction.serialized, hash: transaction.hash };
        },
    };
}
function feeFields(fee) {
    return fee.kind === 'legacy'
        ? { type: 0, gasPrice: fee.gasPrice }
        : { type: 2, maxFeePerGas: fee.maxFeePerGas, maxPriorityFeePerGas: fee.maxPriorityFeePerGas };
}


/***/ })

};


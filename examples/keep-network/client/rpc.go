package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/url"
	"sync"

	"github.com/coder/websocket"
)

// A contract's code is at most 24 KiB, twice that in hexadecimal.
const largestAnswer = 1 << 20

// rpc is JSON-RPC over one WebSocket, one request at a time. A lost connection fails its request; the next one
// dials anew.
type rpc struct {
	url        string
	mutex      sync.Mutex
	connection *websocket.Conn
	lastID     uint64
}

type rpcError struct {
	Code    int
	Message string
}

type rpcResponse struct {
	ID     *uint64
	Result json.RawMessage
	Error  *rpcError
}

func isWebSocket(text string) bool {
	parsed, err := url.Parse(text)
	return err == nil && (parsed.Scheme == "ws" || parsed.Scheme == "wss")
}

// checkTransport takes text without a scheme for the path of a Unix socket, as the Ethereum client library does.
func checkTransport(text string) error {
	parsed, err := url.Parse(text)
	if err != nil {
		return err
	}
	switch parsed.Scheme {
	case "http", "https", "ws", "wss":
		return nil
	case "":
		connection, err := net.Dial("unix", text)
		if err != nil {
			return err
		}
		connection.Close()
		return errors.New("the stand-in speaks no IPC")
	default:
		return fmt.Errorf("no known transport for URL scheme %q", parsed.Scheme)
	}
}

func (r *rpc) dial(ctx context.Context) error {
	connection, _, err := websocket.Dial(ctx, r.url, nil)
	if err != nil {
		return err
	}
	connection.SetReadLimit(largestAnswer)
	r.connection = connection
	return nil
}

func (r *rpc) call(ctx context.Context, method string, parameters []any, result any) error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.connection == nil {
		if err := r.dial(ctx); err != nil {
			return err
		}
	}
	response, err := r.exchange(ctx, method, parameters)
	if err != nil {
		r.connection.CloseNow()
		r.connection = nil
		return err
	}
	if response.Error != nil {
		return errors.New(response.Error.Message)
	}
	return json.Unmarshal(response.Result, result)
}

func (r *rpc) exchange(ctx context.Context, method string, parameters []any) (*rpcResponse, error) {
	r.lastID++
	request, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": r.lastID, "method": method, "params": parameters})
	if err != nil {
		return nil, err
	}
	if err := r.connection.Write(ctx, websocket.MessageText, request); err != nil {
		return nil, err
	}
	for {
		_, content, err := r.connection.Read(ctx)
		if err != nil {
			return nil, err
		}
		response := &rpcResponse{}
		if err := json.Unmarshal(content, response); err != nil {
			return nil, err
		}
		if response.ID != nil && *response.ID == r.lastID {
			return response, nil
		}
	}
}

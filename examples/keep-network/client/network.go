package main

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"sort"
	"sync"
	"time"

	"github.com/decred/dcrd/dcrec/secp256k1/v4"
)

const (
	bootstrapRound = 30 * time.Second
	dialTimeout    = 10 * time.Second
	beatInterval   = 10 * time.Second
	// A peer that vanished without closing is noticed after this silence.
	silenceLimit = 35 * time.Second
)

// network keeps the connections whose other side has proved its peer id, whoever dialled.
type network struct {
	key      *secp256k1.PrivateKey
	self     peerID
	listener net.Listener
	peers    []multiaddr
	log      *logger

	mutex       sync.Mutex
	connections map[peerID]int
}

func listen(key *secp256k1.PrivateKey, port int, peers []multiaddr, log *logger) (*network, error) {
	listener, err := net.Listen("tcp", fmt.Sprintf(":%d", port))
	if err != nil {
		return nil, err
	}
	return &network{
		key: key, self: peerIDOf(key.PubKey()), listener: listener, peers: peers, log: log, connections: map[peerID]int{},
	}, nil
}

func (n *network) start(ctx context.Context) {
	if len(n.peers) == 0 {
		n.log.info("keep-net", "no bootstrap peers provided")
	}
	context.AfterFunc(ctx, func() { n.listener.Close() })
	go n.accept(ctx)
	go n.rounds(ctx, bootstrapRound)
}

func (n *network) accept(ctx context.Context) {
	for {
		connection, err := n.listener.Accept()
		if err != nil {
			if ctx.Err() == nil {
				n.log.error("keep-net", "stopped accepting connections: [%v]", err)
			}
			return
		}
		go func() {
			if err := n.serve(ctx, connection, ""); err != nil {
				n.log.debugf("keep-net", "incoming connection from %s: [%v]", connection.RemoteAddr(), err)
			}
		}()
	}
}

// rounds dials every configured peer that isn't connected, at once and then each interval. What can't be reached is
// logged only for LOG_LEVEL=debug: the real client says nothing.
func (n *network) rounds(ctx context.Context, interval time.Duration) {
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		for _, peer := range n.peers {
			if peer.id == n.self || n.isConnected(peer.id) {
				continue
			}
			go func() {
				if err := n.dial(ctx, peer); err != nil {
					n.log.debugf("keep-net", "bootstrap round: %s %s: [%v]", peer.dialAddress(), peer.id, err)
				}
			}()
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

func (n *network) dial(ctx context.Context, peer multiaddr) error {
	dialer := net.Dialer{Timeout: dialTimeout}
	connection, err := dialer.DialContext(ctx, peer.network, peer.dialAddress())
	if err != nil {
		return err
	}
	return n.serve(ctx, connection, peer.id)
}

// serve proves, counts the peer as connected, and stays until the connection ends.
func (n *network) serve(ctx context.Context, connection net.Conn, expected peerID) error {
	defer connection.Close()
	defer context.AfterFunc(ctx, func() { connection.Close() })()
	reader := bufio.NewReader(connection)
	peer, err := handshake(connection, reader, n.key, expected)
	if err != nil {
		return err
	}
	n.add(peer, connection.RemoteAddr())
	defer n.remove(peer)

	stop := make(chan struct{})
	defer close(stop)
	go beat(connection, stop)
	for {
		if err := connection.SetReadDeadline(time.Now().Add(silenceLimit)); err != nil {
			return err
		}
		if _, err := readMessage(reader); err != nil {
			return nil
		}
	}
}

func beat(connection net.Conn, stop <-chan struct{}) {
	ticker := time.NewTicker(beatInterval)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			if err := connection.SetWriteDeadline(time.Now().Add(beatInterval)); err != nil {
				return
			}
			if err := writeMessage(connection, message{}); err != nil {
				return
			}
		case <-stop:
			return
		}
	}
}

func (n *network) add(peer peerID, from net.Addr) {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	n.connections[peer]++
	if n.connections[peer] == 1 {
		n.log.info("keep-net", "connected to [%s] at [%s]; connected peers: [%d]", peer, from, len(n.connections))
	}
}

func (n *network) remove(peer peerID) {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	n.connections[peer]--
	if n.connections[peer] == 0 {
		delete(n.connections, peer)
		n.log.info("keep-net", "disconnected from [%s]; connected peers: [%d]", peer, len(n.connections))
	}
}

func (n *network) isConnected(peer peerID) bool {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	return n.connections[peer] > 0
}

func (n *network) connectedPeers() []peerID {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	peers := make([]peerID, 0, len(n.connections))
	for peer := range n.connections {
		peers = append(peers, peer)
	}
	sort.Slice(peers, func(left, right int) bool { return peers[left] < peers[right] })
	return peers
}

func localAddresses() []string {
	found := []string{}
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		return found
	}
	for _, address := range addresses {
		if network, isNetwork := address.(*net.IPNet); isNetwork && network.IP.To4() != nil {
			found = append(found, network.IP.String())
		}
	}
	return found
}

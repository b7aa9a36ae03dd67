package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

const (
	defaultNetworkTick  = 60 * time.Second
	defaultEthereumTick = 600 * time.Second
	// A connection that sends no request is not kept.
	headerTimeout = 10 * time.Second
)

// gauge keeps the value of its last observation and when that was; a scrape does not observe.
type gauge struct {
	name  string
	value float64
	at    time.Time
}

type gauges struct {
	mutex sync.Mutex
	all   map[string]gauge // read in map order: the real client's order is random too
}

func (g *gauges) observe(ctx context.Context, name string, tickSeconds int, fallback time.Duration, read func() float64) {
	tick := fallback
	if tickSeconds > 0 {
		tick = time.Duration(tickSeconds) * time.Second
	}
	go func() {
		ticker := time.NewTicker(tick)
		defer ticker.Stop()
		for {
			value := read()
			g.mutex.Lock()
			g.all[name] = gauge{name, value, time.Now()}
			g.mutex.Unlock()
			select {
			case <-ticker.C:
			case <-ctx.Done():
				return
			}
		}
	}()
}

func (g *gauges) text() string {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	blocks := []string{}
	for _, one := range g.all {
		blocks = append(blocks, fmt.Sprintf("# TYPE %s gauge\n%s %v %d", one.name, one.name, one.value, one.at.UnixMilli()))
	}
	return strings.Join(blocks, "\n\n")
}

type clientInfo struct {
	EthereumAddress string `json:"ethereum_address"`
	NetworkID       string `json:"network_id"`
}

type diagnostics struct {
	ClientInfo     clientInfo   `json:"client_info"`
	ConnectedPeers []clientInfo `json:"connected_peers"`
}

func infoOf(id peerID) clientInfo {
	return clientInfo{EthereumAddress: id.address(), NetworkID: string(id)}
}

func diagnosticsOf(self peerID, connected []peerID) diagnostics {
	peers := make([]clientInfo, 0, len(connected))
	for _, peer := range connected {
		peers = append(peers, infoOf(peer))
	}
	return diagnostics{ClientInfo: infoOf(self), ConnectedPeers: peers}
}

// serveStatus answers both paths on both ports, as the real client does.
func serveStatus(ctx context.Context, config *Config, self peerID, network *network, chain *chain, log *logger) {
	routes := http.NewServeMux()
	respond := func(writer http.ResponseWriter, body string) {
		writer.Header().Set("Content-Type", "text/plain; charset=utf-8")
		fmt.Fprint(writer, body)
	}
	if config.Metrics.Port == 0 {
		log.info("keep-start", "metrics are not configured")
	} else {
		registry := &gauges{all: map[string]gauge{}}
		registry.observe(ctx, "connected_peers_count", config.Metrics.NetworkMetricsTick, defaultNetworkTick, func() float64 {
			return float64(len(network.connectedPeers()))
		})
		registry.observe(ctx, "connected_bootstrap_count", config.Metrics.NetworkMetricsTick, defaultNetworkTick, func() float64 {
			count := 0
			for _, peer := range network.peers {
				if network.isConnected(peer.id) {
					count++
				}
			}
			return float64(count)
		})
		registry.observe(ctx, "eth_connectivity", config.Metrics.EthereumMetricsTick, defaultEthereumTick, func() float64 {
			if err := chain.ping(ctx); err != nil {
				log.debugf("keep-metrics", "Ethereum is not connected: [%v]", err)
				return 0
			}
			return 1
		})
		routes.HandleFunc("/metrics", func(writer http.ResponseWriter, _ *http.Request) { respond(writer, registry.text()) })
		serve(ctx, "metrics", config.Metrics.Port, routes, log)
	}
	if config.Diagnostics.Port == 0 {
		log.info("keep-start", "diagnostics are not configured")
		return
	}
	routes.HandleFunc("/diagnostics", func(writer http.ResponseWriter, _ *http.Request) {
		body, err := json.Marshal(diagnosticsOf(self, network.connectedPeers()))
		if err != nil {
			http.Error(writer, err.Error(), http.StatusInternalServerError)
			return
		}
		respond(writer, string(body))
	})
	serve(ctx, "diagnostics", config.Diagnostics.Port, routes, log)
}

// A port that is taken costs its endpoint, not the client: only an ERROR line tells.
func serve(ctx context.Context, name string, port int, routes http.Handler, log *logger) {
	server := &http.Server{Addr: fmt.Sprintf(":%d", port), Handler: routes, ReadHeaderTimeout: headerTimeout}
	context.AfterFunc(ctx, func() { server.Close() })
	log.info("keep-start", "enabled %s on port [%d]", name, port)
	go func() {
		if err := server.ListenAndServe(); err != nil && ctx.Err() == nil {
			log.error("keep-"+name, "%s server failed: [%v]", name, err)
		}
	}()
}

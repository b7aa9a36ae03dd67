module keep-deploy.example/pause

go 1.26.0

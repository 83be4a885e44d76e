# Makes the cluster's nginx.conf of the compose stack's:
#   sed -f deploy/kubernetes/edge.sed docker/nginx.conf > deploy/kubernetes/nginx.conf
# Names are whole, since nginx asks the name server itself.
s/ingest-gateway:8081/ingest-gateway.recap.svc.cluster.local:8081/
s/query-api:8082/query-api.recap.svc.cluster.local:8082/
s/resolver 127\.0\.0\.11 /resolver kube-dns.kube-system.svc.cluster.local /
# In front stands the Ingress: it knows the client's address and whether it came by TLS. Nobody else reaches the edge.
s/X-Forwarded-Proto \$scheme;/X-Forwarded-Proto $http_x_forwarded_proto;/
/^    listen 8080/a\
    set_real_ip_from 10.0.0.0/8;\
    set_real_ip_from 172.16.0.0/12;\
    set_real_ip_from 192.168.0.0/16;\
    real_ip_header X-Forwarded-For;

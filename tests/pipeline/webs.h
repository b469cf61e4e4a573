/* A server on loopback whose every byte a test writes itself: one that lies is made as easily as one that does not. */
#pragma once

#include <gio/gio.h>

typedef struct _Web Web;

/* In a thread of the connection. @head: the request's first line and headers; @body: what it brought. */
typedef void (*WebAnswer) (Web *web, const char *head, GBytes *body, GOutputStream *out);

struct _Web
{
  WebAnswer answer;
  GTlsCertificate *certificate;      /* NULL: without TLS */
  GSocketService *service;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  guint port;
  GMutex mutex;
  char *head;                        /* the last request, under the mutex */
  GBytes *body;
};

void  web_open    (Web *web, WebAnswer answer, const char *certificate);   /* PEM with its key, or NULL */
void  web_close   (Web *web);
char *web_address (Web *web, const char *path);                            /* of a server at @path */
char *web_head    (Web *web);                                              /* of the last request */
void  web_say     (GOutputStream *out, const char *text);
/* A whole answer with a length that is true. */
void  web_reply   (GOutputStream *out, const char *status, const char *type, gconstpointer body, gsize n);

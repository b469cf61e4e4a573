#include "webs.h"

#include <string.h>

#define MOST (4 << 20)

static gboolean
read_more (GInputStream *in, GByteArray *all)
{
  guint8 bytes[4096];
  gssize n = g_input_stream_read (in, bytes, sizeof bytes, NULL, NULL);

  if (n > 0)
    g_byte_array_append (all, bytes, (guint) n);
  return n > 0 && all->len < MOST;
}

static gsize
told_length (const char *head)
{
  const char *found = strstr (head, "\r\nContent-Length: ");

  return found ? (gsize) g_ascii_strtoull (found + strlen ("\r\nContent-Length: "), NULL, 10) : 0;
}

/* NULL: nobody asked anything. */
static char *
read_request (GInputStream *in, GBytes **body)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();
  char *end = NULL, *head;

  while (!end && read_more (in, all))
    end = g_strstr_len ((char *) all->data, all->len, "\r\n\r\n");
  if (!end)
    return NULL;
  head = g_strndup ((char *) all->data, (gsize) (end - (char *) all->data));
  while (all->len < strlen (head) + 4 + told_length (head) && read_more (in, all))
    ;
  *body = g_bytes_new (all->data + strlen (head) + 4, all->len - strlen (head) - 4);
  return head;
}

static void
serve (Web *web, GIOStream *stream)
{
  GBytes *body = NULL;
  char *head = read_request (g_io_stream_get_input_stream (stream), &body);

  if (!head)
    return;
  g_mutex_lock (&web->mutex);
  g_free (web->head);
  g_clear_pointer (&web->body, g_bytes_unref);
  web->head = g_strdup (head);
  web->body = g_bytes_ref (body);
  g_mutex_unlock (&web->mutex);
  web->answer (web, head, body, g_io_stream_get_output_stream (stream));
  g_io_stream_close (stream, NULL, NULL);
  g_bytes_unref (body);
  g_free (head);
}

static gboolean
run_cb (GThreadedSocketService *service, GSocketConnection *connection, GObject *source, Web *web)
{
  g_autoptr (GIOStream) secure = NULL;

  if (web->certificate)
    secure = g_tls_server_connection_new (G_IO_STREAM (connection), web->certificate, NULL);
  serve (web, secure ? secure : G_IO_STREAM (connection));
  return TRUE;
}

static gpointer
run_loop (gpointer data)
{
  Web *web = data;

  g_main_context_push_thread_default (web->context);
  g_socket_service_start (web->service);
  g_main_loop_run (web->loop);
  g_socket_service_stop (web->service);
  g_main_context_pop_thread_default (web->context);
  return NULL;
}

void
web_open (Web *web, WebAnswer answer, const char *certificate)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0), got = NULL;
  GError *error = NULL;

  *web = (Web) { .answer = answer, .context = g_main_context_new () };
  g_mutex_init (&web->mutex);
  if (certificate)
    web->certificate = g_tls_certificate_new_from_pem (certificate, -1, &error);
  g_assert_no_error (error);
  web->loop = g_main_loop_new (web->context, FALSE);
  g_main_context_push_thread_default (web->context);
  web->service = g_threaded_socket_service_new (8);
  g_socket_listener_add_address (G_SOCKET_LISTENER (web->service), any, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                 NULL, &got, &error);
  g_main_context_pop_thread_default (web->context);
  g_assert_no_error (error);
  web->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (got));
  g_signal_connect (web->service, "run", G_CALLBACK (run_cb), web);
  web->thread = g_thread_new ("web", run_loop, web);
}

void
web_close (Web *web)
{
  g_main_loop_quit (web->loop);
  g_thread_join (web->thread);
  g_socket_listener_close (G_SOCKET_LISTENER (web->service));
  g_object_unref (web->service);
  g_clear_object (&web->certificate);
  g_main_loop_unref (web->loop);
  g_main_context_unref (web->context);
  g_free (web->head);
  g_clear_pointer (&web->body, g_bytes_unref);
  g_mutex_clear (&web->mutex);
}

char *
web_address (Web *web, const char *path)
{
  return g_strdup_printf ("%s://127.0.0.1:%u/%s", web->certificate ? "https" : "http", web->port, path);
}

char *
web_head (Web *web)
{
  char *head;

  g_mutex_lock (&web->mutex);
  head = g_strdup (web->head);
  g_mutex_unlock (&web->mutex);
  return head;
}

void
web_say (GOutputStream *out, const char *text)
{
  g_output_stream_write_all (out, text, strlen (text), NULL, NULL, NULL);
}

void
web_reply (GOutputStream *out, const char *status, const char *type, gconstpointer body, gsize n)
{
  g_autofree char *head = g_strdup_printf ("HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %" G_GSIZE_FORMAT
                                           "\r\nConnection: close\r\n\r\n", status, type, n);

  web_say (out, head);
  g_output_stream_write_all (out, body, n, NULL, NULL, NULL);
}

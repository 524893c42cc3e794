using System.Net.Sockets;
using CityOps.Hub.Status.Notices;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace CityOps.Adapters.Smtp;

/// <summary>邮件: sends one mail by SMTP (RFC 5321); over TLS the server's certificate is checked as any other.</summary>
public static class SmtpMailer
{
    private const int PatienceMillis = 15_000;

    /// <exception cref="MailRefusedException">The server is away, or did not take the mail.</exception>
    public static async Task SendAsync(MailServer server, Mail mail, CancellationToken ct)
    {
        using var client = new SmtpClient { Timeout = PatienceMillis };
        try
        {
            await client.ConnectAsync(server.Host, server.Port, SecurityOf(server.Security), ct);
            if (server.Login.Length > 0)
            {
                await client.AuthenticateAsync(server.Login, server.Password ?? "", ct);
            }

            using var message = MessageOf(server, mail);
            await client.SendAsync(message, ct);
            await client.DisconnectAsync(quit: true, ct);
        }
        catch (SmtpCommandException refused)
        {
            throw new MailRefusedException($"{(int)refused.StatusCode} {refused.Message}", (int)refused.StatusCode >= 500);
        }
        catch (Exception fault) when (fault is MailKit.Security.AuthenticationException or SslHandshakeException or SmtpProtocolException or SocketException or IOException or NotSupportedException or TimeoutException)
        {
            // A certificate or password that is wrong now may be mended while the notice waits.
            throw new MailRefusedException(fault.Message, permanent: false);
        }
    }

    private static SecureSocketOptions SecurityOf(MailSecurity security) => security switch
    {
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        MailSecurity.StartTls => SecureSocketOptions.StartTls,
        _ => SecureSocketOptions.None,
    };

    private static MimeMessage MessageOf(MailServer server, Mail mail)
    {
        var message = new MimeMessage { Subject = mail.Subject, MessageId = mail.Id, Body = new TextPart("plain") { Text = mail.Text } };
        message.From.Add(MailboxAddress.Parse(server.Sender));
        message.To.Add(MailboxAddress.Parse(mail.To));
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MQTTnet;
using MQTTnet.Protocol;

namespace Hallmark.Sources.Tests.Streams;

/// <summary>
/// A real broker, Mosquitto, that keeps on disk what it acknowledged, and can be killed and started again on the same port.
/// </summary>
internal sealed class Broker : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hallmark-broker-");
    private readonly int _port = FreePort();
    private Process? _process;

    public Broker()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "mosquitto.conf"), $"""
            listener {_port} 127.0.0.1
            allow_anonymous true
            persistence true
            persistence_location {_folder.FullName}/
            autosave_on_changes true
            autosave_interval 1
            max_queued_messages 0
            log_dest none
            {(Environment.IsPrivilegedProcess ? "user root" : "")}
            """);
        Start();
    }

    public string Address => $"mqtt://127.0.0.1:{_port}";

    public void Start()
    {
        string path = File.Exists("/usr/sbin/mosquitto") ? "/usr/sbin/mosquitto" : "mosquitto";
        _process = Process.Start(new ProcessStartInfo(path, ["-c", Path.Combine(_folder.FullName, "mosquitto.conf")])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        for (int tries = 0; !Answers(); tries++)
        {
            Assert.True(tries < 200 && !_process.HasExited, "mosquitto does not answer");
            Thread.Sleep(50);
        }
    }

    /// <summary>As by a power cut.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    /// <summary>A client that publishes; each call returns once the broker has acknowledged the message.</summary>
    public async Task<IMqttClient> ConnectAsync()
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", _port).Build());
        return client;
    }

    /// <summary>Has the broker keep the messages of a topic for a client from now on.</summary>
    public async Task KeepForAsync(string name, string topic)
    {
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", _port)
            .WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500)
            .WithClientId(name).WithCleanStart(false).WithSessionExpiryInterval(uint.MaxValue).Build());
        await client.SubscribeAsync(topic, MqttQualityOfServiceLevel.AtLeastOnce);
        await client.DisconnectAsync();
    }

    public static Task PublishAsync(IMqttClient client, string topic, string payload) => client.PublishAsync(
        new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build());

    public void Dispose()
    {
        if (_process is not null)
        {
            Kill();
        }
        _folder.Delete(recursive: true);
    }

    private bool Answers()
    {
        try
        {
            using var probe = new TcpClient("127.0.0.1", _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

# Turns a Windows machine into a pad. Order and prerequisites: README.md beside this file. May be run again.
#Requires -RunAsAdministrator
$ErrorActionPreference = 'Stop'

foreach ($feature in 'Client-DeviceLockdown', 'Client-EmbeddedShellLauncher', 'Client-KeyboardFilter') {
  Enable-WindowsOptionalFeature -Online -FeatureName $feature -All -NoRestart | Out-Null
}
& "$PSScriptRoot\policies.ps1"

if (Get-CimClass -Namespace 'root\standardcimv2\embedded' -ClassName WEKF_PredefinedKey -ErrorAction SilentlyContinue) {
  & "$PSScriptRoot\keyboard-filter.ps1"
} else {
  Write-Warning 'Keyboard Filter was just switched on: reboot and run this script once more.'
}

# The AssignedAccess provider answers SYSTEM alone: a task of one run hands it the configuration.
$configuration = "$PSScriptRoot\shell-launcher.xml"
$command = @"
`$xml = Get-Content -Raw -Encoding UTF8 '$configuration'
`$provider = Get-CimInstance -Namespace root\cimv2\mdm\dmmap -ClassName MDM_AssignedAccess
`$provider.ShellLauncher = [System.Net.WebUtility]::HtmlEncode(`$xml)
Set-CimInstance -CimInstance `$provider
"@
$encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($command))
$action = New-ScheduledTaskAction -Execute 'powershell.exe' -Argument "-NoProfile -EncodedCommand $encoded"
Register-ScheduledTask -TaskName 'hall-terminal shell launcher' -Action $action -User 'SYSTEM' -RunLevel Highest -Force | Out-Null
Start-ScheduledTask -TaskName 'hall-terminal shell launcher'
do { Start-Sleep -Milliseconds 500 } while ((Get-ScheduledTask -TaskName 'hall-terminal shell launcher').State -eq 'Running')
$result = (Get-ScheduledTaskInfo -TaskName 'hall-terminal shell launcher').LastTaskResult
Unregister-ScheduledTask -TaskName 'hall-terminal shell launcher' -Confirm:$false
if ($result -ne 0) { throw "Shell Launcher refused its configuration (result $result)" }
Write-Output 'Done. Reboot to see the pad.'

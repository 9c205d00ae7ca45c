# Blocks the keys that Windows handles before a program sees them. Administrators are not affected.
# Needs the feature Client-KeyboardFilter (lock-down.ps1 switches it on) and one reboot after that.
# Source: Microsoft Learn, "Keyboard Filter", WMI classes WEKF_PredefinedKey and WEKF_Settings.
#Requires -RunAsAdministrator
$ErrorActionPreference = 'Stop'
$namespace = 'root\standardcimv2\embedded'

$keys = @(
  'Windows', 'Win+L', 'Alt+Tab', 'Ctrl+Tab', 'Alt+F4', 'Alt+Space', 'Alt+Esc', 'Ctrl+Esc', 'Shift+Ctrl+Esc',
  'LShift+LAlt+PrintScrn', 'LShift+LAlt+NumLock'
)

$settings = Get-CimInstance -Namespace $namespace -ClassName WEKF_Settings |
  Where-Object Name -EQ 'DisableKeyboardFilterForAdministrators'
if ($settings) { Set-CimInstance -InputObject $settings -Property @{ Value = 'true' } }

foreach ($id in $keys) {
  $key = Get-CimInstance -Namespace $namespace -ClassName WEKF_PredefinedKey | Where-Object Id -EQ $id
  if ($key) { Set-CimInstance -InputObject $key -Property @{ Enabled = $true } }
  else { Write-Warning "Keyboard Filter knows no key $id on this Windows" }
}
